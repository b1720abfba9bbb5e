import { useTranslation } from 'react-i18next'
import { useLiveOpen } from '@/shared/live'
import { age } from '@/shared/time/age'
import { Moment } from '@/shared/time/Moment'
import { useNow } from '@/shared/time/useNow'

interface Props {
  /** When the server counted, by its clock. */
  time?: string | undefined
  /** When the answer came, by ours: what the age is measured by, whatever the two clocks say; 0 before the first. */
  received: number
  failed: boolean
  /** What is older than this was missed at least twice by the renewal. */
  stale_s: number
}

/** Whether changes arrive by themselves, and how old what is shown is. */
export const LiveAge = ({ time, received, failed, stale_s }: Props) => {
  const { t } = useTranslation()
  const live = useLiveOpen()
  const found = age(received, useNow(), stale_s)
  const known = received > 0
  const state = failed || (known && found.stale) ? 'stale' : live ? 'live' : 'polling'
  return (
    <span className="fs-age" data-state={state}>
      <span className="fs-lamp" aria-hidden />
      <span role="status">{t(`time:live.${state}`)}</span>
      {known && (
        <span>
          {time !== undefined && (
            <>
              {t('time:counted')} <Moment at={time} /> ·{' '}
            </>
          )}
          {t(`time:age.${found.unit}`, { count: found.count })}
        </span>
      )}
    </span>
  )
}
