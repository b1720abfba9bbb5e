import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Refusal } from '@/shared/ui/Refusal'
import styles from './sources.module.css'

interface Props {
  reasons: Schemas['QuarantineReason'][]
  chosen: string | undefined
  choose: (reason: string | undefined) => void
}

/** How many records could not be read, by reason. Choosing one limits the samples below. */
export const QuarantineReasons = ({ reasons, chosen, choose }: Props) => {
  const { t, i18n } = useTranslation()
  const total = reasons.reduce((sum, one) => sum + one.records, 0)
  return (
    <section className={styles['section']}>
      <h2>{t('sources:quarantine')}</h2>
      {total === 0 && <p className="fs-soft">{t('sources:quarantine.none')}</p>}
      <ul className={styles['reasons']}>
        {reasons.map((one) => (
          <li key={one.reason}>
            <Tag.CheckableTag checked={chosen === one.reason} onChange={(on) => choose(on ? one.reason : undefined)}>
              <Refusal code={one.reason} />
            </Tag.CheckableTag>
            <span className="fs-bar" aria-hidden>
              <span style={{ width: `${(100 * one.records) / total}%` }} />
            </span>
            <span className={styles['count']}>{one.records.toLocaleString(i18n.language)}</span>
            <span className="fs-soft">{t('sources:quarantine.replayed', { count: one.replayed })}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
