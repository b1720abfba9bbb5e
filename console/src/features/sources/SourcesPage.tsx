import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLiveQueries } from '@/shared/live'
import { useSearchState } from '@/shared/search'
import { useMay } from '@/shared/session'
import { Page } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { sourcesQuery } from './api'
import { SourceDrawer } from './SourceDrawer'
import { SourceFilters } from './SourceFilters'
import { SourceForm } from './SourceForm'
import { SourcesTable } from './SourcesTable'
import { listed, readSourcesSearch } from './search'
import { useRates } from './useRates'

export const SourcesPage = () => {
  const { t } = useTranslation()
  const [search, change] = useSearchState(readSourcesSearch)
  const sources = useQuery(sourcesQuery())
  const rate = useRates()
  const mayChange = useMay('sources:change')
  const [adding, setAdding] = useState(false)
  useLiveQueries({ sources: [['sources', 'list']], reset: [['sources']] })
  return (
    <Page
      title={t('sources:title')}
      extra={
        mayChange && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {t('sources:add')}
          </Button>
        )
      }
      toolbar={<SourceFilters sources={sources.data?.items ?? []} search={search} change={change} />}
    >
      <Loaded query={sources} empty={(data) => listed(data.items, search).length === 0}>
        {(data) => (
          <SourcesTable
            sources={listed(data.items, search)}
            rate={rate}
            open={search.open}
            onOpen={(open) => change({ open, reason: undefined })}
          />
        )}
      </Loaded>
      {adding && (
        <SourceForm onClose={() => setAdding(false)} onAdded={(open) => change({ open, reason: undefined })} />
      )}
      {search.open !== undefined && (
        <SourceDrawer
          name={search.open}
          rate={rate(search.open)}
          reason={search.reason}
          onReason={(reason) => change({ reason })}
          onClose={() => change({ open: undefined, reason: undefined })}
        />
      )}
    </Page>
  )
}
