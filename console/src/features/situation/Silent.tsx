import { useTranslation } from 'react-i18next'
import { Moment } from '@/shared/time/Moment'
import { UnitName } from '@/shared/ui/UnitName'
import type { Cost } from './api'
import { CostTitle } from './CostTitle'
import styles from './situation.module.css'

/** Sources that say nothing, fail or lose records. */
export const Silent = ({ costs }: { costs: Cost[] }) => {
  const { t } = useTranslation()
  const sources = costs.filter((cost) => cost.family === 'source')
  if (sources.length === 0) return <p className={styles['nothing']}>{t('situation:silent.none')}</p>
  return (
    <ol className={styles['lines']}>
      {sources.map((cost) => (
        <li key={cost.id}>
          <span className={styles['points']}>−{cost.points.toFixed(1)}</span>
          <span className={styles['cost']}>
            <CostTitle cost={cost} />
            <span className={styles['arithmetic']}>
              {cost.units.map((unit) => (
                <UnitName key={unit} id={unit} />
              ))}
              {cost.since && (
                <>
                  {' · '}
                  {t('situation:since')} <Moment at={cost.since} precision="minute" />
                </>
              )}
            </span>
          </span>
        </li>
      ))}
    </ol>
  )
}
