import { useNavigate } from '@tanstack/react-router'
import { Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Keyed } from '@/shared/entities/entity'
import { entityQuery } from '@/shared/entities/entityQuery'
import { usePivotRange } from '@/shared/events/PivotValue'
import { useMay } from '@/shared/session'
import { copyText } from '@/shared/ui/Copy'
import { UntrustedText } from '@/shared/ui/UntrustedText'

interface EntityMenuProps {
  entity: Keyed
  ellipsis?: boolean
  /** Shown instead of its value. */
  label?: string
}

/** An entity, and where to go on from it: its events at the time of what it is shown with, its alerts, its incidents. */
export const EntityMenu = ({ entity, ellipsis = false, label }: EntityMenuProps) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const range = usePivotRange()
  const maySearch = useMay('events:read')
  const mayAlerts = useMay('alerts:read')
  const mayIncidents = useMay('incidents:read')
  const query = entityQuery(entity)
  const go = (to: string, search: object) => () => void navigate({ to: to as never, search: search as never })
  const items = [
    ...(mayAlerts && label === undefined
      ? [{ key: 'page', label: t('entities:open'), onClick: go('/entities', { key: entity.key }) }]
      : []),
    ...(maySearch && query !== null
      ? [{ key: 'events', label: t('entities:events'), onClick: go('/events', { q: query, ...range }) }]
      : []),
    ...(mayAlerts
      ? [{ key: 'alerts', label: t('entities:alerts'), onClick: go('/alerts', { entity: entity.key }) }]
      : []),
    ...(mayIncidents
      ? [{ key: 'incidents', label: t('entities:incidents'), onClick: go('/incidents', { entity: entity.key }) }]
      : []),
    { type: 'divider' as const },
    { key: 'copy', label: t('entities:copy'), onClick: () => void copyText(entity.value) },
  ]
  return (
    <Dropdown menu={{ items, onClick: ({ domEvent }) => domEvent.stopPropagation() }} trigger={['click']}>
      <button type="button" className="fs-pivot" aria-haspopup="menu" onClick={(event) => event.stopPropagation()}>
        {label ?? <UntrustedText text={entity.value} limit={300} ellipsis={ellipsis} />}
      </button>
    </Dropdown>
  )
}
