import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Flex, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { Empty, Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { feedsQuery } from './api'
import { FeedActions } from './FeedActions'
import { FeedAddForm } from './FeedAddForm'
import styles from './indicators.module.css'

export const FeedsTab = () => {
  const { t } = useTranslation()
  const found = useQuery(feedsQuery())
  const mayKeep = useMay('indicators:feeds')
  const [adding, setAdding] = useState(false)
  return (
    <Flex vertical gap="small">
      {mayKeep && (
        <div>
          <Button size="small" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {t('indicators:feed.add')}
          </Button>
        </div>
      )}
      <Loaded
        query={found}
        empty={(data) => data.items.length === 0}
        whenEmpty={<Empty title={t('indicators:feeds.none')} />}
      >
        {(data) => (
          <Table<Schemas['FeedRead']>
            size="small"
            rowKey="id"
            dataSource={data.items}
            pagination={false}
            scroll={{ x: 1000 }}
            columns={[
              {
                title: t('indicators:column.name'),
                key: 'name',
                render: (_, feed) => (
                  <>
                    <UntrustedText text={feed.name} limit={120} /> {feed.name !== feed.id && <code>{feed.id}</code>}
                  </>
                ),
              },
              {
                title: t('indicators:feed.kind'),
                key: 'kind',
                width: 110,
                render: (_, feed) => t(`indicators:feed.kind.${feed.kind}`, { defaultValue: feed.kind }),
              },
              {
                title: t('indicators:feed.place'),
                key: 'place',
                render: (_, feed) => <UntrustedText text={feed.url ?? feed.path ?? '—'} limit={160} mono />,
              },
              {
                title: t('indicators:feed.health'),
                key: 'health',
                width: 220,
                render: (_, feed) =>
                  feed.health === null ? (
                    '—'
                  ) : (
                    <>
                      <span className={styles['state']} data-state={feed.health}>
                        {t(`indicators:health.${feed.health}`)}
                      </span>{' '}
                      {feed.error !== null && <UntrustedText text={feed.error} limit={200} />}
                    </>
                  ),
              },
              {
                title: t('indicators:feed.last'),
                key: 'last',
                width: 165,
                render: (_, feed) => (feed.last_success === null ? '—' : <Moment at={feed.last_success} />),
              },
              {
                title: t('indicators:feed.next'),
                key: 'next',
                width: 165,
                render: (_, feed) => (feed.next_poll === null ? '—' : <Moment at={feed.next_poll} />),
              },
              {
                title: t('indicators:feed.indicators'),
                dataIndex: 'indicators',
                key: 'indicators',
                width: 90,
                align: 'right',
              },
              ...(mayKeep
                ? [
                    {
                      title: t('indicators:feed.actions'),
                      key: 'actions',
                      width: 210,
                      render: (_: unknown, feed: Schemas['FeedRead']) =>
                        feed.health !== null && <FeedActions feed={feed} />,
                    },
                  ]
                : []),
            ]}
          />
        )}
      </Loaded>
      {adding && <FeedAddForm onClose={() => setAdding(false)} />}
    </Flex>
  )
}
