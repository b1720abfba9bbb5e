import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Drawer, Flex, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Moment } from '@/shared/time/Moment'
import { drawerWidth } from '@/shared/ui/Page'
import { Empty, Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { importQuery, importsQuery } from './api'
import type { TabProps } from './IndicatorsPage'
import { Problems } from './Problems'

const COUNTS = ['items', 'added', 'updated', 'unchanged', 'refused', 'rejected'] as const

export const ImportsTab = ({ search, change }: TabProps) => {
  const { t } = useTranslation()
  const found = useQuery(importsQuery())
  return (
    <>
      <Loaded
        query={found}
        empty={(data) => data.items.length === 0}
        whenEmpty={<Empty title={t('indicators:imports.none')} />}
      >
        {(data) => (
          <Table<Schemas['ImportRead']>
            size="small"
            rowKey="number"
            dataSource={data.items}
            pagination={false}
            scroll={{ x: 900 }}
            columns={[
              {
                title: t('indicators:column.number'),
                key: 'number',
                width: 80,
                render: (_, one) => (
                  <button type="button" className="fs-link fs-break" onClick={() => change({ open: one.number })}>
                    {one.number}
                  </button>
                ),
              },
              {
                title: t('indicators:column.time'),
                key: 'time',
                width: 170,
                render: (_, one) => <Moment at={one.time} />,
              },
              { title: t('indicators:column.source'), dataIndex: 'source', key: 'source', width: 140 },
              {
                title: t('indicators:column.file'),
                key: 'file',
                render: (_, one) => <UntrustedText text={one.file || '—'} limit={160} />,
              },
              { title: t('indicators:column.actor'), dataIndex: 'actor', key: 'actor', width: 140 },
              ...COUNTS.map((name) => ({
                title: t(`indicators:count.${name}`),
                dataIndex: name,
                key: name,
                width: 84,
                align: 'right' as const,
              })),
            ]}
          />
        )}
      </Loaded>
      {search.open !== undefined && <ImportDrawer number={search.open} onClose={() => change({ open: undefined })} />}
    </>
  )
}

const ImportDrawer = ({ number, onClose }: { number: number; onClose: () => void }) => {
  const { t } = useTranslation()
  const found = useQuery(importQuery(number))
  return (
    <Drawer
      open
      size={drawerWidth}
      onClose={onClose}
      title={t('indicators:import.title', { number })}
      closable={{ 'aria-label': t('indicators:close') }}
    >
      <Loaded query={found}>
        {(data) => (
          <Flex vertical gap="middle">
            <div className="fs-counts" role="status">
              {COUNTS.map((name) => (
                <span key={name}>
                  {t(`indicators:count.${name}`)} <strong>{data[name]}</strong>
                </span>
              ))}
            </div>
            <Link to="/indicators" search={{ imported: number } as never}>
              {t('indicators:import.its')}
            </Link>
            <Problems items={data.problems} />
          </Flex>
        )}
      </Loaded>
    </Drawer>
  )
}
