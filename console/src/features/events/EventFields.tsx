import { Button, Flex, Input, Table, theme } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { ColumnToggle } from './ColumnToggle'
import { FieldValues } from './FieldValues'
import { fieldRows } from './fieldCounts'

const LONG = 2_000

type Props = { event: Schemas['EventDetail']; columns: readonly string[]; onColumn: (field: string) => void }

export const EventFields = ({ event, columns, onColumn }: Props) => {
  const { t } = useTranslation()
  const { token } = theme.useToken()
  const [filter, setFilter] = useState('')
  const rows = fieldRows(event.fields, filter)
  return (
    <Flex vertical gap="small">
      <Input
        size="small"
        allowClear
        value={filter}
        placeholder={t('events:drawer.filter')}
        aria-label={t('events:drawer.filter')}
        onChange={(change) => setFilter(change.target.value)}
      />
      <Table
        size="small"
        rowKey={([name]) => name}
        dataSource={rows}
        showHeader={false}
        pagination={false}
        tableLayout="fixed"
        columns={[
          {
            key: 'name',
            width: 220,
            render: (_, [name]) => (
              <span style={{ color: token.colorTextSecondary, overflowWrap: 'anywhere' }}>
                <UntrustedText text={name} limit={256} />
              </span>
            ),
          },
          { key: 'value', render: (_, [name, value]) => <WholeValue field={name} value={value} /> },
          {
            key: 'column',
            width: 40,
            align: 'end',
            render: (_, [name]) => <ColumnToggle field={name} shown={columns.includes(name)} onToggle={onColumn} />,
          },
        ]}
      />
    </Flex>
  )
}

/** A long text begins cut, since a megabyte on the screen helps nobody. */
const WholeValue = ({ field, value }: { field: string; value: unknown }) => {
  const { t } = useTranslation()
  const [whole, setWhole] = useState(false)
  const long = typeof value === 'string' && value.length > LONG
  return (
    <div
      style={{
        overflowWrap: 'anywhere',
        whiteSpace: 'pre-wrap',
        ...(whole ? { maxHeight: 480, overflow: 'auto' } : {}),
      }}
    >
      <FieldValues field={field} value={value} whole={whole} />
      {long && (
        <Button size="small" type="link" onClick={() => setWhole(!whole)}>
          {whole ? t('events:drawer.less') : t('events:drawer.more')}
        </Button>
      )}
    </div>
  )
}
