import { useTranslation } from 'react-i18next'
import { useWords } from '@/shared/words'
import type { Assessment } from './api'
import { Change } from './Change'
import { Equation } from './Equation'
import { lost } from './points'
import styles from './situation.module.css'

interface Props {
  told: Assessment
  hours: number
}

/** The number, what it is called, where it goes, and the sum it is. */
export const IndexPanel = ({ told, hours }: Props) => {
  const { t } = useTranslation()
  const words = useWords()
  return (
    <section className={`fs-panel ${styles['head']}`} data-band={told.band}>
      <div className={styles['big']}>
        <span className={styles['number']}>{told.index.toFixed(1)}</span>
        <span className={styles['band']}>{t(`situation:band.${told.band}`)}</span>
        <Change of={told} hours={hours} />
      </div>
      <div className={styles['why']}>
        <h2>
          {words.name(told)} · {t('situation:index')}
        </h2>
        <Equation told={told} />
        <ul className={styles['families']}>
          {told.families.map((one) => (
            <li key={one.family}>
              <span>{t(`situation:family.${one.family}`)}</span>
              <span className="fs-bar" aria-hidden>
                <span style={{ width: `${one.points}%` }} />
              </span>
              <span className={styles['points']}>
                {lost(one.points)}
                {one.limited && <abbr title={t('situation:limited')}> ≤</abbr>}
              </span>
              <span className="fs-soft">{t('situation:count', { count: one.count })}</span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}
