import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Moment } from '@/shared/time/Moment'
import { LevelTag } from '@/shared/ui/LevelTag'
import { Empty } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import styles from './entities.module.css'

export const EntityIncidents = ({ incidents }: { incidents: Schemas['IncidentRead'][] }) => {
  const { t } = useTranslation()
  const words = useWords()
  const shown = incidents.filter((one) => one.status !== 'merged')
  if (shown.length === 0) return <Empty title={t('entities:incidents.none')} />
  return (
    <ol className={styles['lines']}>
      {shown.map((one) => (
        <li key={one.id}>
          <LevelTag level={one.level} />
          <span>
            <Link to="/incidents/$incidentId" params={{ incidentId: one.id }}>
              <UntrustedText text={words.title(one)} />
            </Link>
            <span className="fs-soft">
              {' '}
              · <Moment at={one.last_event} precision="minute" />
            </span>
          </span>
        </li>
      ))}
    </ol>
  )
}
