import { useQuery } from '@tanstack/react-query'
import { Button, Flex, Progress, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { RangePicker } from '@/shared/time/RangePicker'
import { type Range, resolveRange } from '@/shared/time/range'
import { Span } from '@/shared/time/Span'
import { Empty, Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { huntsQuery, useAddHunt, useCancelHunt } from './api'

type Hunt = Schemas['HuntRead']

const STATUS = {
  waiting: 'normal',
  running: 'active',
  done: 'success',
  failed: 'exception',
  cancelled: 'normal',
} as const

export const HuntsTab = () => {
  const { t } = useTranslation()
  const found = useQuery(huntsQuery())
  const may = useMay('indicators:change')
  const add = useAddHunt()
  const cancel = useCancelHunt()
  const [range, setRange] = useState<Range>({ from: 'now-7d', to: 'now' })
  const start = () => {
    const chosen = resolveRange(range)
    if (chosen) add.mutate({ ...chosen, imported: null })
  }
  return (
    <Flex vertical gap="small">
      {may && (
        <Flex gap="small" align="center" wrap>
          <RangePicker value={range} onChange={setRange} />
          <Button size="small" loading={add.isPending} onClick={start}>
            {t('indicators:hunt.add')}
          </Button>
          <span>{t('indicators:hunt.means')}</span>
        </Flex>
      )}
      <Loaded
        query={found}
        empty={(data) => data.items.length === 0}
        whenEmpty={<Empty title={t('indicators:hunts.none')} />}
      >
        {(data) => (
          <Table<Hunt>
            size="small"
            rowKey="number"
            dataSource={data.items}
            pagination={false}
            scroll={{ x: 1000 }}
            columns={[
              { title: t('indicators:column.number'), dataIndex: 'number', key: 'number', width: 70 },
              {
                title: t('indicators:hunt.what'),
                key: 'what',
                width: 130,
                render: (_, hunt) =>
                  hunt.imported === null
                    ? t('indicators:hunt.all')
                    : t('indicators:hunt.imported', { number: hunt.imported }),
              },
              {
                title: t('indicators:hunt.range'),
                key: 'range',
                width: 330,
                render: (_, hunt) => (
                  <>
                    <Span first={hunt.start} last={hunt.end} />
                  </>
                ),
              },
              {
                title: t('indicators:hunt.progress'),
                key: 'progress',
                width: 190,
                render: (_, hunt) => (
                  <>
                    {t(`indicators:hunt.state.${hunt.state}`)}
                    <Progress
                      aria-label={t('indicators:hunt.progress')}
                      percent={Math.floor(hunt.progress * 100)}
                      size="small"
                      status={STATUS[hunt.state]}
                    />
                  </>
                ),
              },
              {
                title: t('indicators:hunt.observables'),
                dataIndex: 'observables',
                key: 'observables',
                width: 90,
                align: 'right',
              },
              { title: t('indicators:hunt.events'), dataIndex: 'events', key: 'events', width: 100, align: 'right' },
              { title: t('indicators:hunt.alerts'), dataIndex: 'alerts', key: 'alerts', width: 90, align: 'right' },
              {
                title: t('indicators:problem.message'),
                key: 'message',
                render: (_, hunt) => <UntrustedText text={hunt.message ?? ''} limit={200} />,
              },
              {
                title: '',
                key: 'cancel',
                width: 80,
                render: (_, hunt) =>
                  may &&
                  (hunt.state === 'waiting' || hunt.state === 'running') && (
                    <Button size="small" onClick={() => cancel.mutate(hunt.number)}>
                      {t('indicators:hunt.cancel')}
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
    </Flex>
  )
}
