import { useNavigate } from '@tanstack/react-router'
import { Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { copyText } from '@/shared/ui/Copy'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import type { AlertRead } from './alert'
import { around, mentioning } from './evidence'

/** An entity of an alert, and where to go on from it: events that mention it, its alerts, its incidents. */
export const EntityMenu = ({ entity, alert }: { entity: Schemas['EntityRead']; alert: AlertRead }) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const maySearch = useMay('events:read')
  const mayIncidents = useMay('incidents:read')
  const query = mentioning(entity.value)
  const items = [
    ...(maySearch && query !== null
      ? [
          {
            key: 'events',
            label: t('alerts:entity.events'),
            onClick: () => void navigate({ to: '/events', search: { q: query, ...around(alert) } }),
          },
        ]
      : []),
    {
      key: 'alerts',
      label: t('alerts:entity.alerts'),
      onClick: () => void navigate({ to: '/alerts', search: { entity: entity.key } as never }),
    },
    ...(mayIncidents
      ? [
          {
            key: 'incidents',
            label: t('alerts:entity.incidents'),
            onClick: () => void navigate({ to: '/incidents', search: { entity: entity.key } as never }),
          },
        ]
      : []),
    { type: 'divider' as const },
    { key: 'copy', label: t('alerts:entity.copy'), onClick: () => void copyText(entity.value) },
  ]
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <button type="button" className="fs-pivot" aria-haspopup="menu">
        <UntrustedText text={entity.value} limit={300} />
      </button>
    </Dropdown>
  )
}
