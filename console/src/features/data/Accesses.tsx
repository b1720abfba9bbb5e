import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Flex, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { More } from '@/shared/ui/More'
import { Empty, Loaded, Partial } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { useActions } from './actions'
import { accessesQuery } from './api'
import styles from './data.module.css'

/** Who got at the data set, newest first; each line leads to its event. */
export const Accesses = ({ dataSet }: { dataSet: string }) => {
  const { t } = useTranslation()
  const words = useWords()
  const query = useInfiniteQuery(accessesQuery(dataSet))
  const maySearch = useMay('events:read')
  const actionOf = useActions()
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const reasons = [...new Set(query.data?.pages.flatMap((page) => page.partial))]
  return (
    <Loaded query={query}>
      {() =>
        items.length === 0 ? (
          <Empty title={t('data:accesses.none')} />
        ) : (
          <Flex vertical gap="small">
            {reasons.map((reason) => (
              <Partial key={reason} reason={reason} />
            ))}
            <Table<Schemas['DataAccessRead']>
              size="small"
              rowKey="id"
              dataSource={items}
              scroll={{ x: 1250 }}
              pagination={false}
              columns={[
                {
                  title: t('data:when'),
                  width: 170,
                  render: (_, one) =>
                    maySearch ? (
                      <Link to="/events" search={{ open: one.id } as never}>
                        <Moment at={one.time} />
                      </Link>
                    ) : (
                      <Moment at={one.time} />
                    ),
                },
                { title: t('data:actor'), width: 170, render: (_, one) => <UntrustedText text={one.actor || '—'} /> },
                {
                  title: t('data:action'),
                  width: 90,
                  render: (_, one) => <UntrustedText text={actionOf(one.action)} />,
                },
                {
                  title: t('data:recipient'),
                  width: 150,
                  render: (_, one) => <UntrustedText text={one.recipient || '—'} limit={80} />,
                },
                {
                  title: t('data:object'),
                  width: 220,
                  render: (_, one) => <UntrustedText text={one.object || '—'} limit={120} mono />,
                },
                {
                  title: t('data:rows.title'),
                  width: 90,
                  align: 'right',
                  render: (_, one) => (one.rows === null ? '—' : words.number(one.rows)),
                },
                {
                  title: t('data:identifiers'),
                  width: 90,
                  align: 'right',
                  render: (_, one) => (
                    <span className={one.identifiers > 0 ? styles['bad'] : undefined}>
                      {words.number(one.identifiers)}
                    </span>
                  ),
                },
                {
                  title: t('data:purpose'),
                  width: 130,
                  render: (_, one) => <UntrustedText text={one.purpose || '—'} limit={80} />,
                },
                {
                  title: t('data:approval'),
                  width: 140,
                  render: (_, one) => <UntrustedText text={one.approval || '—'} limit={64} />,
                },
              ]}
            />
            <More of={query} />
          </Flex>
        )
      }
    </Loaded>
  )
}
