import { ClockCircleOutlined } from '@ant-design/icons'
import { Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useRowKeys } from '@/shared/keys/useRowKeys'
import { Moment } from '@/shared/time/Moment'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { bytes } from './bytes'
import { EventsLink } from './EventsLink'
import { SourceStateTag } from './SourceStateTag'
import styles from './sources.module.css'

type Source = Schemas['SourceRead']

interface Props {
  sources: Source[]
  rate: (source: string) => number | null
  open: string | undefined
  onOpen: (source: string) => void
}

const rowKey = (source: Source) => `${source.name}\u0000${source.unit}`

export const SourcesTable = ({ sources, rate, open, onOpen }: Props) => {
  const { t, i18n } = useTranslation()
  const { duration } = useWords()
  const [selected, select] = useState<string | undefined>()
  const number = (value: number) => value.toLocaleString(i18n.language)
  useRowKeys({ rows: sources, rowKey, selected, onSelect: select, onOpen: (source) => onOpen(source.name) })
  return (
    <Table<Source>
      size="small"
      rowKey={rowKey}
      dataSource={sources}
      pagination={false}
      scroll={{ x: 1120 }}
      onRow={(source) => ({ onClick: () => select(rowKey(source)) })}
      rowClassName={(source) => (rowKey(source) === selected || source.name === open ? 'fs-row-selected' : '')}
      columns={[
        {
          title: t('sources:column.name'),
          key: 'name',
          render: (_, source) => (
            <button type="button" className="fs-link" onClick={() => onOpen(source.name)}>
              <UntrustedText text={source.name} limit={200} />
            </button>
          ),
        },
        {
          title: t('sources:column.state'),
          key: 'state',
          width: 110,
          render: (_, source) => (
            <>
              <SourceStateTag state={source.state} />
              {source.clocks.length > 0 && (
                <div className="fs-soft" title={t('sources:clock.means')}>
                  <ClockCircleOutlined /> {t('sources:clock.off')}
                </div>
              )}
            </>
          ),
        },
        {
          title: t('sources:column.unit'),
          dataIndex: 'unit',
          width: 140,
          render: (unit: string) => <UnitName id={unit} />,
        },
        {
          title: t('sources:column.kind'),
          key: 'kind',
          width: 92,
          render: (_, source) => source.kind ?? <span className="fs-soft">{t('sources:kind.recording')}</span>,
        },
        {
          title: t('sources:column.events'),
          key: 'events',
          width: 100,
          align: 'right',
          sorter: (a, b) => a.events - b.events,
          render: (_, source) => <EventsLink source={source.name}>{number(source.events)}</EventsLink>,
        },
        {
          title: t('sources:column.rate'),
          key: 'rate',
          width: 90,
          align: 'right',
          render: (_, source) => {
            const found = source.state === 'receiving' ? rate(source.name) : null
            return found === null ? <span className="fs-soft">—</span> : found.toFixed(1)
          },
        },
        {
          title: t('sources:column.bytes'),
          key: 'bytes',
          width: 90,
          align: 'right',
          sorter: (a, b) => a.bytes - b.bytes,
          render: (_, source) => bytes(source.bytes),
        },
        {
          title: t('sources:column.lag'),
          key: 'lag',
          width: 100,
          align: 'right',
          render: (_, source) =>
            source.lag_s === null ? <span className="fs-soft">—</span> : duration(source.lag_s * 1_000),
        },
        {
          title: t('sources:column.quarantined'),
          key: 'quarantined',
          width: 90,
          align: 'right',
          sorter: (a, b) => a.quarantined - b.quarantined,
          render: (_, source) => (
            <button
              type="button"
              className="fs-link"
              data-trouble={source.quarantined > 0}
              disabled={source.quarantined === 0}
              onClick={() => onOpen(source.name)}
            >
              {number(source.quarantined)}
            </button>
          ),
        },
        {
          title: t('sources:column.dropped'),
          key: 'dropped',
          width: 80,
          align: 'right',
          sorter: (a, b) => a.dropped - b.dropped,
          render: (_, source) => (
            <span className={styles['count']} data-trouble={source.dropped > 0}>
              {number(source.dropped)}
            </span>
          ),
        },
        {
          title: t('sources:column.last_event'),
          key: 'last_event',
          width: 150,
          render: (_, source) => <Moment at={source.last_event} />,
        },
      ]}
    />
  )
}
