import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import styles from './situation.module.css'

/** The entities with the most heat, and which rule made them hot. */
export const Hottest = ({ entities }: { entities: Schemas['HotEntity'][] }) => {
  const { t } = useTranslation()
  const words = useWords()
  const may = useMay('alerts:read')
  if (entities.length === 0) return <p className={styles['nothing']}>{t('situation:hot.none')}</p>
  return (
    <ol className={styles['lines']}>
      {entities.map((one) => {
        const first = one.reasons[0]
        return (
          <li key={one.key}>
            <span className={styles['heat']} title={t('situation:hot.heat')}>
              {one.heat.toFixed(0)}
            </span>
            <span className={styles['cost']}>
              <span>
                <span className="fs-soft">{t(`entities:kind.${one.kind}`)}</span>{' '}
                {may ? (
                  <Link to="/entities" search={{ key: one.key }}>
                    <UntrustedText text={one.value} limit={120} />
                  </Link>
                ) : (
                  <UntrustedText text={one.value} limit={120} />
                )}
              </span>
              {first && (
                <span className={styles['arithmetic']}>
                  <UntrustedText text={words.title(first)} limit={120} /> ×{first.alerts}
                </span>
              )}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
