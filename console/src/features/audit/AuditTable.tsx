import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { Moment } from '@/shared/time/Moment'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useUnits } from '@/shared/units'
import { ActionText } from './ActionText'
import type { AuditRecord } from './api'
import { Named } from './Named'

interface AuditTableProps {
  rows: readonly AuditRecord[]
  selected: string | undefined
  onOpen: (sequence: string) => void
}

export const AuditTable = ({ rows, selected, onOpen }: AuditTableProps) => {
  const { t } = useTranslation()
  const { nameOf } = useUnits()
  return (
    <Table<AuditRecord>
      size="small"
      rowKey="sequence"
      dataSource={[...rows]}
      pagination={false}
      scroll={{ x: 'max-content' }}
      rowClassName={(row) => (String(row.sequence) === selected ? 'fs-row-selected' : '')}
      onRow={(row) => ({ onClick: () => onOpen(String(row.sequence)), style: { cursor: 'pointer' } })}
      columns={[
        {
          title: t('audit:sequence'),
          dataIndex: 'sequence',
          align: 'right',
          render: (sequence: number) => (
            <button type="button" className="fs-link" onClick={() => onOpen(String(sequence))}>
              {sequence}
            </button>
          ),
        },
        { title: t('audit:time'), dataIndex: 'time', render: (at: string) => <Moment at={at} precision="milli" /> },
        {
          title: t('audit:actor'),
          dataIndex: 'actor',
          render: (actor: string, row) => <Named name={row.actor_name} code={actor} />,
        },
        {
          title: t('audit:action'),
          dataIndex: 'action',
          render: (action: string) => <ActionText action={action} />,
        },
        {
          title: t('audit:object'),
          dataIndex: 'object',
          render: (object: string, row) => <Named name={row.object_name} code={object} />,
        },
        { title: t('audit:unit'), dataIndex: 'unit', render: nameOf },
        {
          title: t('audit:details'),
          dataIndex: 'details',
          render: (details: AuditRecord['details']) => (
            <span className="fs-cell">
              <UntrustedText text={JSON.stringify(details)} limit={300} ellipsis mono />
            </span>
          ),
        },
      ]}
    />
  )
}
