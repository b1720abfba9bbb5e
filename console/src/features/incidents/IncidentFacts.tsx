import { Link } from '@tanstack/react-router'
import { Descriptions, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { EventSpan } from './EventSpan'

export const IncidentFacts = ({ incident }: { incident: Schemas['IncidentDetail'] }) => {
  const { t } = useTranslation()
  const maySeeAlerts = useMay('alerts:read')
  const items = [
    {
      key: 'span',
      span: 2,
      label: t('incidents:column.span'),
      children: <EventSpan first={incident.first_event} last={incident.last_event} />,
    },
    {
      key: 'units',
      label: t('incidents:column.units'),
      children: incident.units.map((unit) => <Tag key={unit}>{unit}</Tag>),
    },
    {
      key: 'alerts',
      label: t('incidents:column.alerts'),
      children: maySeeAlerts ? (
        <Link to="/alerts" search={{ incident: incident.id }}>
          {incident.alert_count}
        </Link>
      ) : (
        incident.alert_count
      ),
    },
    { key: 'score', label: t('incidents:column.score'), children: incident.score.toFixed(1) },
    ...(incident.merged_into
      ? [
          {
            key: 'merged',
            label: t('incidents:merged_into'),
            children: (
              <Link to="/incidents/$incidentId" params={{ incidentId: incident.merged_into }}>
                {incident.merged_into.slice(0, 12)}
              </Link>
            ),
          },
        ]
      : []),
    ...(incident.decided_by
      ? [
          {
            key: 'decided',
            span: 2,
            label: t('incidents:decided'),
            children: (
              <>
                <UntrustedText text={incident.decided_by} /> <Moment at={incident.decided} />
              </>
            ),
          },
        ]
      : []),
    ...(incident.note
      ? [
          {
            key: 'note',
            span: 3,
            label: t('incidents:decide.note'),
            children: <UntrustedText text={incident.note} limit={500} />,
          },
        ]
      : []),
  ]
  return <Descriptions size="small" column={{ xs: 1, md: 3, xl: 5 }} items={items} />
}
