import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'

/** How many alerts a rule gave; none for one whose matches only feed a correlation. */
export const RuleHits = ({ rule }: { rule: Schemas['RuleRead'] }) => {
  const { t, i18n } = useTranslation()
  if (rule.reports === false)
    return (
      <span className="fs-soft" title={t('rules:hits.feeds')}>
        —
      </span>
    )
  if (rule.hits === null || rule.id === null) return <span className="fs-soft">—</span>
  if (rule.hits === 0) return <span className="fs-soft">0</span>
  return (
    <Link to="/alerts" search={{ rule: rule.id }}>
      {rule.hits.toLocaleString(i18n.language)}
    </Link>
  )
}
