import { useTranslation } from 'react-i18next'
import type { Subject } from './api'
import styles from './situation.module.css'

interface Props {
  of: Pick<Subject, 'change' | 'trend'>
  hours: number
  short?: boolean
}

const ARROWS = { worsening: '▼', improving: '▲', steady: '▬' } as const

/** Whether it got better or worse, by sign, word and colour. */
export const Change = ({ of, hours, short = false }: Props) => {
  const { t } = useTranslation()
  if (of.change === null || of.trend === null) {
    return short ? null : <span className="fs-soft">{t('situation:change.unknown')}</span>
  }
  const points = `${of.change > 0 ? '+' : ''}${of.change.toFixed(1)}`
  return (
    <span className={styles['change']} data-trend={of.trend} title={t('situation:change.hours', { count: hours })}>
      <span aria-hidden>{ARROWS[of.trend]}</span> {points}
      {!short && ` ${t(`situation:change.${of.trend}`)} · ${t('situation:change.hours', { count: hours })}`}
    </span>
  )
}
