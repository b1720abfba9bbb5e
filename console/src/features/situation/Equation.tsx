import { useTranslation } from 'react-i18next'
import type { Assessment } from './api'
import { CostTitle } from './CostTitle'
import styles from './situation.module.css'

const NAMED = 4

/** `62 = 100 − 21 (…) − 9 (…) − …`, exactly. */
export const Equation = ({ told }: { told: Assessment }) => {
  const { t } = useTranslation()
  const named = told.costs.slice(0, NAMED)
  const rest = Math.round((100 - told.index - named.reduce((sum, cost) => sum + cost.points, 0)) * 10) / 10
  const count = told.costs.slice(NAMED).reduce((sum, cost) => sum + cost.number, 0) + told.rest.count
  return (
    <p className={styles['equation']}>
      <strong>{told.index.toFixed(1)}</strong> = 100
      {named.map((cost) => (
        <span key={`${cost.family} ${cost.id}`}>
          {' − '}
          <strong>{cost.points.toFixed(1)}</strong> (<CostTitle cost={cost} ellipsis />)
        </span>
      ))}
      {count > 0 && ` − ${rest.toFixed(1)} (${t('situation:rest', { count })})`}
    </p>
  )
}
