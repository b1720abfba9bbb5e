import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import styles from './rules.module.css'

/** The share of judged alerts that were for nothing; a dash before anybody judged one. */
export const Noise = ({ activity }: { activity: Schemas['ActivityRead'] | null }) => {
  const { t } = useTranslation()
  if (activity === null || activity.noise === null) return <span className="fs-soft">—</span>
  const share = Math.round(activity.noise * 100)
  return (
    <span
      title={t('rules:noise.of', { dismissed: activity.dismissed, decided: activity.decided })}
      className={share >= 50 ? styles['loud'] : ''}
    >
      {share}%
    </span>
  )
}
