import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import drawn from '@/shared/graph/graph.module.css'
import { LevelTag } from '@/shared/ui/LevelTag'
import { Panel } from '@/shared/ui/Panel'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { incidentQuery } from './api'

const SHOWN = 8

/** Incidents something connects with this one, too weakly to make them one. */
export const Related = ({ ids }: { ids: string[] }) => {
  const { t } = useTranslation()
  if (ids.length === 0) return null
  return (
    <Panel title={t('incidents:related')} extra={ids.length}>
      <ul className={drawn['nodes']}>
        {ids.slice(0, SHOWN).map((id) => (
          <One key={id} id={id} />
        ))}
      </ul>
    </Panel>
  )
}

const One = ({ id }: { id: string }) => {
  const words = useWords()
  const { data } = useQuery(incidentQuery(id))
  if (data === undefined) return null
  return (
    <li>
      <LevelTag level={data.incident.level} short />
      <Link to="/incidents/$incidentId" params={{ incidentId: id }}>
        <UntrustedText text={words.title(data.incident)} />
      </Link>
    </li>
  )
}
