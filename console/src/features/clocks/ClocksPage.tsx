import { useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { useLiveQueries } from '@/shared/live'
import { useSearchState } from '@/shared/search'
import { Page } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { casesQuery } from './api'
import { CaseDrawer } from './CaseDrawer'
import { CasesTable } from './CasesTable'
import { RulesTable } from './RulesTable'
import { readClocksSearch, TABS } from './search'

export const ClocksPage = () => {
  const { t } = useTranslation()
  const [{ open, tab = 'cases' }, change] = useSearchState(readClocksSearch)
  const query = useQuery(casesQuery())
  useLiveQueries({ clock: [['clocks']] })
  return (
    <Page
      title={t('clocks:title')}
      toolbar={
        <Segmented
          value={tab}
          onChange={(value) => change({ tab: value }, { replace: true })}
          options={TABS.map((value) => ({ value, label: t(`clocks:tab.${value}`) }))}
        />
      }
    >
      {tab === 'rules' ? (
        <RulesTable />
      ) : (
        <Loaded query={query} empty={({ items }) => items.length === 0}>
          {({ items }) => (
            <CasesTable items={items} onOpen={(incident) => change({ open: incident }, { replace: true })} />
          )}
        </Loaded>
      )}
      <CaseDrawer incident={open} onClose={() => change({ open: undefined }, { replace: true })} />
    </Page>
  )
}
