import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { COLUMNS } from './columns'
import { FieldValue } from './FieldValue'
import { fieldTitle } from './fields'

interface Props {
  kind: Schemas['InventoryKindRead']
  records: Schemas['InventoryRecord'][]
  open: string | undefined
  onOpen: (id: string) => void
}

export const RecordsTable = ({ kind, records, open, onOpen }: Props) => {
  const { t } = useTranslation()
  const { zh } = useWords()
  const fields = COLUMNS[kind.kind].flatMap((name) => kind.fields.filter((field) => field.name === name))
  return (
    <Table
      size="small"
      rowKey="id"
      dataSource={records}
      pagination={false}
      scroll={{ x: 'max-content' }}
      rowClassName={({ id }) => (id === open ? 'fs-row-selected' : '')}
      columns={[
        {
          title: t('inventory:name'),
          key: 'name',
          fixed: 'left',
          render: (_, one) => (
            <button type="button" className="fs-link" onClick={() => onOpen(one.id)}>
              <UntrustedText text={(zh && one.name_zh) || one.name} />
            </button>
          ),
        },
        ...fields.map((field) => ({
          title: fieldTitle(field, zh),
          key: field.name,
          render: (_: unknown, one: Schemas['InventoryRecord']) => (
            <FieldValue field={field} value={one.values[field.name]} />
          ),
        })),
      ]}
    />
  )
}
