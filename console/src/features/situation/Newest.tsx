import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { LevelTag } from '@/shared/ui/LevelTag'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import styles from './situation.module.css'

export const Newest = ({ incidents }: { incidents: Schemas['IncidentRead'][] }) => {
  const { t } = useTranslation()
  const words = useWords()
  const may = useMay('incidents:read')
  if (incidents.length === 0) return <p className={styles['nothing']}>{t('situation:newest.none')}</p>
  return (
    <ol className={styles['lines']}>
      {incidents.map((one) => (
        <li key={one.id}>
          <LevelTag level={one.level} />
          <span className={styles['cost']}>
            {may ? (
              <Link to="/incidents/$incidentId" params={{ incidentId: one.id }}>
                <UntrustedText text={words.title(one)} />
              </Link>
            ) : (
              <UntrustedText text={words.title(one)} />
            )}
            <span className={styles['arithmetic']}>
              {t(`situation:status.${one.status}`)} · <Moment at={one.last_event} precision="minute" /> ·{' '}
              {one.units.map((unit, place) => (
                <span key={unit}>
                  {place > 0 && ', '}
                  <UnitName id={unit} />
                </span>
              ))}
            </span>
          </span>
        </li>
      ))}
    </ol>
  )
}
