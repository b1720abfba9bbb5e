import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLiveOpen } from '@/shared/live'
import { Moment } from '@/shared/time/Moment'
import { age } from './age'
import styles from './overview.module.css'

interface Props {
  /** When the server counted, by its clock. */
  time: string | undefined
  /** When the answer came, by ours: what the age is measured by, whatever the two clocks say. */
  received: number
  failed: boolean
}

/** Whether changes arrive by themselves, and how old what is shown is. */
export const DataAge = ({ time, received, failed }: Props) => {
  const { t } = useTranslation()
  const live = useLiveOpen()
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  const found = time === undefined ? null : age(received, now)
  const state = failed || found?.stale ? 'stale' : live ? 'live' : 'polling'
  return (
    <span className={styles['age']} data-state={state}>
      <span className={styles['lamp']} aria-hidden />
      <span role="status">{t(`overview:live.${state}`)}</span>
      {time !== undefined && (
        <span className={styles['soft']}>
          {t('overview:counted')} <Moment at={time} />
          {found && ` · ${t(`overview:age.${found.unit}`, { count: found.count })}`}
        </span>
      )}
    </span>
  )
}
