import { PlusOutlined, UploadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Tabs } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchState } from '@/shared/search'
import { useMay } from '@/shared/session'
import { Page } from '@/shared/ui/Page'
import { summaryQuery } from './api'
import { FeedsTab } from './FeedsTab'
import { HuntsTab } from './HuntsTab'
import { ImportDialog } from './ImportDialog'
import { ImportsTab } from './ImportsTab'
import { IndexState } from './IndexState'
import { IndicatorAddForm } from './IndicatorAddForm'
import { IndicatorsTab } from './IndicatorsTab'
import { ListsTab } from './ListsTab'
import { type IndicatorsSearch, readIndicatorsSearch, TABS } from './search'

const CONTENT = {
  indicators: IndicatorsTab,
  imports: ImportsTab,
  feeds: FeedsTab,
  lists: ListsTab,
  hunts: HuntsTab,
} as const

export interface TabProps {
  search: IndicatorsSearch
  change: (part: Partial<IndicatorsSearch>) => void
}

export const IndicatorsPage = () => {
  const { t } = useTranslation()
  const [search, change] = useSearchState(readIndicatorsSearch)
  const [adding, setAdding] = useState(false)
  const [importing, setImporting] = useState(false)
  const mayChange = useMay('indicators:change')
  const summary = useQuery(summaryQuery())
  const tab = search.tab ?? 'indicators'
  const Content = CONTENT[tab]
  return (
    <Page
      title={t('indicators:title')}
      extra={
        mayChange && (
          <>
            <Button icon={<UploadOutlined />} onClick={() => setImporting(true)}>
              {t('indicators:import')}
            </Button>
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
              {t('indicators:add')}
            </Button>
          </>
        )
      }
    >
      {summary.data && <IndexState summary={summary.data} />}
      <Tabs
        size="small"
        activeKey={tab}
        onChange={(chosen) =>
          change({ tab: chosen as (typeof TABS)[number], open: undefined, q: undefined, imported: undefined })
        }
        items={TABS.map((name) => ({ key: name, label: t(`indicators:tab.${name}`) }))}
      />
      <Content search={search} change={change} />
      {adding && <IndicatorAddForm onClose={() => setAdding(false)} />}
      {importing && (
        <ImportDialog
          onClose={() => setImporting(false)}
          onDone={(open) => {
            setImporting(false)
            change({ tab: 'imports', open })
          }}
        />
      )}
    </Page>
  )
}
