import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Moment } from '@/shared/time/Moment'
import { useNow } from '@/shared/time/useNow'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import styles from './incident.module.css'

type Read = Schemas['StandingRead']

const EVERY_MS = 20_000

/** How long there is to acknowledge it, or for how long that is overdue. */
export const Clock = ({ of }: { of: Read | undefined }) => {
  const { t } = useTranslation()
  const { duration } = useWords()
  const runs = of?.clock === 'waiting' || of?.clock === 'overdue'
  const now = useNow(runs ? EVERY_MS : null)
  if (of === undefined || of.clock === 'none' || of.due === null) return <span>—</span>
  const left = Date.parse(of.due) - now
  const clock = of.clock === 'waiting' && left < 0 ? 'overdue' : of.clock
  const length = duration(Math.max(60_000, Math.round(Math.abs(left) / 60_000) * 60_000))
  return (
    <span className={styles['clock']} data-clock={clock}>
      {t(`incidents:clock.${clock}`, { length })}
      {of.acknowledged && (
        <span className={styles['why']}>
          <Moment at={of.acknowledged} precision="minute" />
        </span>
      )}
    </span>
  )
}

/** The gravest data of the systems it touches. */
export const DataAtRisk = ({ of }: { of: Read | undefined }) => {
  const { t } = useTranslation()
  const words = useWords()
  const first = of?.data_sets[0]
  if (of === undefined || first === undefined) return <span>—</span>
  return (
    <span>
      <UntrustedText text={words.name(first)} limit={60} />
      <span className={styles['why']}>
        {t(`entities:class.${first.data_class}`)}
        {of.data_sets.length > 1 && ` · +${of.data_sets.length - 1}`}
      </span>
    </span>
  )
}
