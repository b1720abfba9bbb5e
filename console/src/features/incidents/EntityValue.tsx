import { useNavigate } from '@tanstack/react-router'
import { Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/shared/session'
import { copyText } from '@/shared/ui/Copy'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { entityQuery } from './entityQuery'
import type { Keyed } from './reason'

/** An entity, and where to go on from it: its events, its alerts, its incidents. */
export const EntityValue = ({ entity }: { entity: Keyed }) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const maySearch = useMay('events:read')
  const maySeeAlerts = useMay('alerts:read')
  const query = entityQuery(entity)
  const items = [
    ...(maySearch && query !== null
      ? [
          {
            key: 'events',
            label: t('incidents:entity.events'),
            onClick: () => void navigate({ to: '/events', search: { q: query, from: '', to: '' } }),
          },
        ]
      : []),
    ...(maySeeAlerts
      ? [
          {
            key: 'alerts',
            label: t('incidents:entity.alerts'),
            onClick: () => void navigate({ to: '/alerts', search: { entity: entity.key } }),
          },
        ]
      : []),
    {
      key: 'incidents',
      label: t('incidents:entity.incidents'),
      onClick: () => void navigate({ to: '/incidents', search: { entity: entity.key } }),
    },
    { key: 'copy', label: t('incidents:entity.copy'), onClick: () => void copyText(entity.value) },
  ]
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <button type="button" className="fs-pivot" aria-haspopup="menu">
        <UntrustedText text={entity.value} limit={120} ellipsis />
      </button>
    </Dropdown>
  )
}
