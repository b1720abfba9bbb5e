import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Table, Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useSearchState } from '@/shared/search'
import { useMay } from '@/shared/session'
import { Page } from '@/shared/ui/Page'
import { Empty, Loaded } from '@/shared/ui/states'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { Share } from '@/shared/ui/Verdict'
import { useWords } from '@/shared/words'
import { ciiListQuery } from './api'
import { Suppliers } from './Suppliers'
import { type CiiSearch, readCiiSearch } from './search'

/** What the protection departments have identified, how its six activities stand, and who supplies it. */
export const CiiPage = () => {
  const { t } = useTranslation()
  const [search, change] = useSearchState(readCiiSearch)
  const seesSuppliers = useMay('suppliers:read')
  return (
    <Page title={t('cii:title')}>
      <Tabs
        size="small"
        activeKey={search.tab ?? 'systems'}
        onChange={(tab) => change({ tab: tab as CiiSearch['tab'], open: undefined })}
        items={[
          { key: 'systems', label: t('cii:systems'), children: <Systems /> },
          ...(seesSuppliers
            ? [
                {
                  key: 'suppliers',
                  label: t('cii:suppliers'),
                  children: <Suppliers open={search.open} onOpen={(open) => change({ open })} />,
                },
              ]
            : []),
        ]}
      />
    </Page>
  )
}

const Systems = () => {
  const { t } = useTranslation()
  const words = useWords()
  const query = useQuery(ciiListQuery())
  return (
    <Loaded query={query}>
      {(data) => (
        <>
          {data.items.length === 0 ? (
            <Empty title={t('cii:none')}>{t('cii:none.next')}</Empty>
          ) : (
            <Table<Schemas['CiiBrief']>
              size="small"
              rowKey="system"
              dataSource={data.items}
              pagination={false}
              scroll={{ x: 1000 }}
              columns={[
                {
                  title: t('cii:system'),
                  width: 260,
                  render: (_, one) => (
                    <Link to="/cii/$systemId" params={{ systemId: one.system }}>
                      <UntrustedText text={words.name(one)} limit={200} />
                    </Link>
                  ),
                },
                { title: t('cii:unit'), width: 180, render: (_, one) => <UnitName id={one.unit} /> },
                {
                  title: t('cii:department'),
                  width: 180,
                  render: (_, one) => <UntrustedText text={one.department || '—'} limit={80} />,
                },
                { title: t('cii:controls'), width: 210, render: (_, one) => <Share counted={one.counted} /> },
                { title: t('cii:assessed'), width: 120, render: (_, one) => one.assessed || '—' },
                { title: t('cii:due'), width: 120, render: (_, one) => one.due || '—' },
                { title: t('cii:permits'), width: 90, align: 'right', dataIndex: 'permits' },
                { title: t('cii:suppliers'), width: 90, align: 'right', dataIndex: 'suppliers' },
              ]}
            />
          )}
          <p className="fs-soft">
            {data.catalogue} · {data.source} · {words.verify(data)}
          </p>
        </>
      )}
    </Loaded>
  )
}
