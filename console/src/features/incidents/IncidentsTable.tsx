import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Table, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useRowKeys } from '@/shared/keys/useRowKeys'
import { GradeTag, LevelTag } from '@/shared/ui/LevelTag'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { standingQuery } from './api'
import { EventSpan } from './EventSpan'
import { IncidentStatusTag } from './IncidentStatusTag'
import { Clock, DataAtRisk } from './Standing'

type Incident = Schemas['IncidentRead']

const rowKey = (incident: Incident) => incident.id

export const IncidentsTable = ({ incidents }: { incidents: Incident[] }) => {
  const { t } = useTranslation()
  const words = useWords()
  const navigate = useNavigate()
  const [selected, select] = useState<string | undefined>()
  const standing = useQuery(standingQuery(incidents.map(rowKey)))
  useRowKeys({
    rows: incidents,
    rowKey,
    selected,
    onSelect: select,
    onOpen: (incident) => void navigate({ to: '/incidents/$incidentId', params: { incidentId: incident.id } }),
    onClose: () => select(undefined),
  })
  return (
    <Table<Incident>
      size="small"
      rowKey={rowKey}
      dataSource={incidents}
      pagination={false}
      scroll={{ x: 1200 }}
      onRow={(incident) => ({
        onClick: () => select(incident.id),
        onDoubleClick: () => void navigate({ to: '/incidents/$incidentId', params: { incidentId: incident.id } }),
        'aria-selected': incident.id === selected,
      })}
      rowClassName={(incident) => (incident.id === selected ? 'fs-row-selected' : '')}
      columns={[
        {
          title: t('incidents:column.level'),
          key: 'level',
          width: 76,
          render: (_, incident) => <LevelTag level={incident.level} />,
        },
        {
          title: t('incidents:column.title'),
          key: 'title',
          render: (_, incident) => (
            <Link to="/incidents/$incidentId" params={{ incidentId: incident.id }}>
              <UntrustedText text={words.title(incident)} />
            </Link>
          ),
        },
        {
          title: t('incidents:column.status'),
          key: 'status',
          width: 92,
          render: (_, incident) => (
            <>
              <IncidentStatusTag status={incident.status} />
              {!incident.escalated && <Tag>{t('incidents:candidate')}</Tag>}
            </>
          ),
        },
        {
          title: t('incidents:column.grade'),
          key: 'grade',
          width: 76,
          render: (_, incident) => {
            const grade = standing.data?.get(incident.id)?.grade
            return grade ? <GradeTag grade={grade as 1 | 2 | 3 | 4} /> : '—'
          },
        },
        {
          title: t('incidents:column.clock'),
          key: 'clock',
          width: 104,
          render: (_, incident) => <Clock of={standing.data?.get(incident.id)} />,
        },
        {
          title: t('incidents:column.data'),
          key: 'data',
          width: 128,
          render: (_, incident) => <DataAtRisk of={standing.data?.get(incident.id)} />,
        },
        {
          title: t('incidents:column.units'),
          key: 'units',
          width: 116,
          render: (_, incident) =>
            incident.units.map((unit) => (
              <Tag key={unit}>
                <UnitName id={unit} />
              </Tag>
            )),
        },
        {
          title: t('incidents:column.span'),
          key: 'span',
          width: 168,
          render: (_, incident) => <EventSpan first={incident.first_event} last={incident.last_event} />,
        },
        {
          title: t('incidents:column.alerts'),
          key: 'alerts',
          width: 64,
          align: 'right',
          render: (_, incident) => (
            <Link to="/alerts" search={{ incident: incident.id }}>
              {incident.alert_count}
            </Link>
          ),
        },
        {
          title: t('incidents:column.score'),
          key: 'score',
          width: 72,
          align: 'right',
          render: (_, incident) => incident.score.toFixed(1),
        },
        {
          title: t('incidents:column.confidence'),
          key: 'confidence',
          width: 72,
          align: 'right',
          render: (_, incident) => (incident.confidence === null ? '—' : `${Math.round(incident.confidence * 100)}%`),
        },
      ]}
    />
  )
}
