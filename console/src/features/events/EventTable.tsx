import { CaretDownOutlined, CaretUpOutlined } from '@ant-design/icons'
import { Button, Table, type TableProps, theme } from 'antd'
import { type UIEvent, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '@/shared/time/Moment'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import type { EventRead } from './api'
import { FieldValues } from './FieldValues'
import { summaryField, summaryText } from './summary'

const WIDTHS: Record<string, number> = {
  message: 420,
  'event.dataset': 116,
  'event.action': 150,
  'host.name': 110,
  'user.name': 100,
  'source.ip': 120,
  'destination.ip': 120,
}
const TIME_WIDTH = 186
const SUMMARY_WIDTH = 320
const WIDTH = 150
const NEAR_END = 800

type Props = {
  rows: EventRead[]
  columns: readonly string[]
  order: 'newest' | 'oldest'
  selected: string | undefined
  height: number
  loading: boolean
  onOpen: (id: string) => void
  onOrder: () => void
  onNearEnd: () => void
}

/** Only the rows in sight are drawn; more are asked for before the end is reached. */
export const EventTable = (props: Props) => {
  const { rows, columns, order, selected, height, loading, onOpen, onOrder, onNearEnd } = props
  const { t } = useTranslation()
  const { token } = theme.useToken()
  const shown = useMemo<TableProps<EventRead>['columns']>(
    () => [
      {
        key: '@timestamp',
        width: TIME_WIDTH,
        title: (
          <Button
            type="text"
            size="small"
            icon={order === 'newest' ? <CaretDownOutlined /> : <CaretUpOutlined />}
            iconPlacement="end"
            onClick={onOrder}
            title={t(`events:order.${order}`)}
          >
            {t('events:column.time')}
          </Button>
        ),
        render: (_, event) => <Moment at={event.time} precision="milli" />,
      },
      {
        key: 'summary',
        width: SUMMARY_WIDTH,
        ellipsis: true,
        title: t('events:column.summary'),
        render: (_, event) => <Summary fields={event.fields} />,
      },
      ...columns.map((field) => ({
        key: field,
        width: WIDTHS[field] ?? WIDTH,
        ellipsis: true,
        title: <UntrustedText text={field} ellipsis />,
        render: (_: unknown, event: EventRead) => <FieldValues field={field} value={event.fields[field]} ellipsis />,
      })),
    ],
    [columns, order, onOrder, t],
  )
  const width = TIME_WIDTH + SUMMARY_WIDTH + columns.reduce((sum, field) => sum + (WIDTHS[field] ?? WIDTH), 0)
  const onScroll = ({ currentTarget }: UIEvent<HTMLElement>) => {
    if (currentTarget.scrollHeight - currentTarget.scrollTop - currentTarget.clientHeight < NEAR_END) onNearEnd()
  }
  return (
    <Table<EventRead>
      virtual
      size="small"
      rowKey="id"
      columns={shown ?? []}
      dataSource={rows}
      loading={loading}
      pagination={false}
      scroll={{ x: width, y: height }}
      onScroll={onScroll}
      rowHoverable
      onRow={(event) => ({
        onClick: () => onOpen(event.id),
        'aria-current': event.id === selected ? true : undefined,
        style: { cursor: 'pointer', background: event.id === selected ? token.controlItemBgActive : undefined },
      })}
    />
  )
}

const Summary = ({ fields }: { fields: Record<string, unknown> }) => {
  const field = summaryField(fields)
  if (field === undefined) return <UntrustedText text={summaryText(fields) || '—'} limit={300} ellipsis />
  return <FieldValues field={field} value={fields[field]} ellipsis />
}
