import { useQuery } from '@tanstack/react-query'
import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useSearchState } from '@/shared/search'
import { Moment } from '@/shared/time/Moment'
import { Copy } from '@/shared/ui/Copy'
import { Page } from '@/shared/ui/Page'
import { Person } from '@/shared/ui/Person'
import { Empty, Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { samplesQuery } from './api'
import { DrawForm } from './DrawForm'
import { Sample } from './Sample'
import { readSamplesSearch } from './search'

/** An auditor's desk: draw control items by a seed, read their evidence, note, take the working paper away. */
export const SamplesPage = () => {
  const { t } = useTranslation()
  const [search, change] = useSearchState(readSamplesSearch)
  const query = useQuery(samplesQuery())
  if (search.open !== undefined) return <Sample key={search.open} id={search.open} />
  return (
    <Page title={t('samples:title')} toolbar={<DrawForm onDrawn={(open) => change({ open })} />}>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('samples:none')}>{t('samples:none.next')}</Empty>
          ) : (
            <Table<Schemas['SampleBrief']>
              size="small"
              rowKey="id"
              dataSource={items}
              pagination={{ pageSize: 30, hideOnSinglePage: true, showSizeChanger: false }}
              scroll={{ x: 900 }}
              columns={[
                {
                  title: t('samples:name'),
                  render: (_, one) => (
                    <button type="button" className="fs-link" onClick={() => change({ open: one.id })}>
                      <UntrustedText text={one.title} limit={120} />
                    </button>
                  ),
                },
                { title: t('samples:size'), width: 130, render: (_, one) => `${one.size} / ${one.of}` },
                { title: t('samples:noted_items'), width: 100, align: 'right', dataIndex: 'noted' },
                { title: t('samples:findings'), width: 90, align: 'right', dataIndex: 'findings' },
                {
                  title: t('samples:seed'),
                  width: 180,
                  render: (_, one) => (
                    <>
                      <UntrustedText text={one.seed.length > 12 ? `${one.seed.slice(0, 12)}…` : one.seed} mono />{' '}
                      <Copy text={one.seed} />
                    </>
                  ),
                },
                { title: t('samples:made'), width: 170, render: (_, one) => <Moment at={one.made} /> },
                { title: t('samples:by'), width: 140, render: (_, one) => <Person actor={one.made_by} /> },
              ]}
            />
          )
        }
      </Loaded>
    </Page>
  )
}
