import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import styles from './rules.module.css'

/** How many alerts a rule gave; none for one whose matches only feed a correlation. */
export const RuleHits = ({ rule }: { rule: Schemas['RuleRead'] }) => {
  const { t, i18n } = useTranslation()
  if (rule.reports === false)
    return (
      <span className={styles['soft']} title={t('rules:hits.feeds')}>
        —
      </span>
    )
  if (rule.hits === null || rule.id === null) return <span className={styles['soft']}>—</span>
  if (rule.hits === 0) return <span className={styles['soft']}>0</span>
  return (
    <Link to="/alerts" search={{ rule: rule.id }}>
      {rule.hits.toLocaleString(i18n.language)}
    </Link>
  )
}
