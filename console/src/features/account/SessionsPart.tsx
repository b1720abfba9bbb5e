import { useQuery } from '@tanstack/react-query'
import { Button, Popconfirm, Table, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Moment } from '@/shared/time/Moment'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { ownSessionsQuery, useEndOtherSessions, useEndSession } from './api'

export const SessionsPart = () => {
  const { t } = useTranslation()
  const query = useQuery(ownSessionsQuery())
  const end = useEndSession()
  const endOthers = useEndOtherSessions()
  return (
    <section className="fs-panel fs-wide" aria-label={t('account:sessions')}>
      <h2>{t('account:sessions')}</h2>
      <Loaded query={query}>
        {({ items }) => (
          <Table<Schemas['OwnSessionRead']>
            size="small"
            rowKey="id"
            dataSource={items}
            pagination={false}
            scroll={{ x: 'max-content' }}
            columns={[
              {
                title: t('account:session.address'),
                dataIndex: 'address',
                render: (text: string) => <UntrustedText text={text} />,
              },
              {
                title: t('account:session.agent'),
                dataIndex: 'agent',
                render: (text: string) => (
                  <span className="fs-cell">
                    <UntrustedText text={text} ellipsis />
                  </span>
                ),
              },
              { title: t('account:session.created'), dataIndex: 'created', render: (at: string) => <Moment at={at} /> },
              {
                title: t('account:session.last_seen'),
                dataIndex: 'last_seen',
                render: (at: string) => <Moment at={at} />,
              },
              { title: t('account:session.expires'), dataIndex: 'expires', render: (at: string) => <Moment at={at} /> },
              {
                key: 'end',
                render: (_, session) =>
                  session.current ? (
                    <Tag color="success">{t('account:session.current')}</Tag>
                  ) : (
                    <Button size="small" onClick={() => end.mutate(session.id)}>
                      {t('account:session.end')}
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
      <Popconfirm title={t('account:sessions.sure')} onConfirm={() => endOthers.mutate(undefined)}>
        <Button style={{ marginTop: 12 }}>{t('account:sessions.end_others')}</Button>
      </Popconfirm>
    </section>
  )
}
