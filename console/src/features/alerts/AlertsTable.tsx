import { Table, type TableProps, theme } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '@/shared/time/Moment'
import { LevelTag } from '@/shared/ui/LevelTag'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import type { AlertRead } from './alert'
import { EntityPath } from './EntityPath'
import { StatusTag } from './StatusTag'

type Props = {
  rows: AlertRead[]
  open: string | undefined
  chosen: readonly string[]
  /** Undefined for those who may not decide. */
  onChoose: ((ids: string[]) => void) | undefined
  onOpen: (id: string) => void
}

export const AlertsTable = ({ rows, open, chosen, onChoose, onOpen }: Props) => {
  const { t } = useTranslation()
  const { token } = theme.useToken()
  const { title, name } = useWords()
  const columns = useMemo<TableProps<AlertRead>['columns']>(
    () => [
      {
        key: 'level',
        width: 84,
        title: t('alerts:column.level'),
        render: (_, { rule }) => <LevelTag level={rule.level} />,
      },
      { key: 'time', width: 158, title: t('alerts:column.time'), render: (_, { time }) => <Moment at={time} /> },
      {
        key: 'rule',
        title: t('alerts:column.rule'),
        ellipsis: true,
        render: (_, alert) => (
          <>
            <UntrustedText text={title(alert.rule)} ellipsis />
            <div style={{ fontSize: token.fontSizeSM, color: token.colorTextTertiary, lineHeight: 1.3 }}>
              <UntrustedText text={alert.summary.slice(alert.rule.title.length).replace(/^: /, '')} ellipsis />
            </div>
          </>
        ),
      },
      {
        key: 'entities',
        width: 300,
        title: t('alerts:column.entities'),
        ellipsis: true,
        render: (_, { entities }) => <EntityPath entities={entities} />,
      },
      {
        key: 'tactics',
        width: 130,
        title: t('alerts:column.tactics'),
        ellipsis: true,
        render: (_, { tactics }) => <UntrustedText text={tactics.map(name).join(' / ') || '—'} ellipsis />,
      },
      {
        key: 'unit',
        width: 132,
        title: t('alerts:column.unit'),
        ellipsis: true,
        render: (_, { unit }) => <UnitName id={unit} />,
      },
      {
        key: 'status',
        width: 150,
        title: t('alerts:column.status'),
        render: (_, { status, verdict }) => <StatusTag status={status} verdict={verdict} />,
      },
    ],
    [t, token, title, name],
  )
  return (
    <Table<AlertRead>
      size="small"
      rowKey="id"
      tableLayout="fixed"
      columns={columns ?? []}
      dataSource={rows}
      pagination={false}
      style={{ minWidth: 1000 }}
      rowSelection={
        onChoose && {
          selectedRowKeys: [...chosen],
          onChange: (keys) => onChoose(keys.map(String)),
          getCheckboxProps: ({ id }) => ({ 'aria-label': t('alerts:choose', { id }) }),
        }
      }
      onRow={({ id }) => ({
        onClick: () => onOpen(id),
        style: { cursor: 'pointer', background: id === open ? token.controlItemBgActive : undefined },
      })}
    />
  )
}
