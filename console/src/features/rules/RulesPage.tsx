import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSearchState } from '@/shared/search'
import { Page } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { rulesQuery } from './api'
import { RuleDrawer } from './RuleDrawer'
import { RuleFilters } from './RuleFilters'
import { RulesTable } from './RulesTable'
import { readRulesSearch } from './search'

export const RulesPage = () => {
  const { t } = useTranslation()
  const [search, change] = useSearchState(readRulesSearch)
  const rules = useInfiniteQuery(rulesQuery(search))
  return (
    <Page title={t('rules:title')} toolbar={<RuleFilters search={search} change={change} />}>
      <Loaded query={rules} empty={(data) => data.pages.every((page) => page.items.length === 0)}>
        {(data) => (
          <>
            <RulesTable
              rules={data.pages.flatMap((page) => page.items)}
              open={search.open}
              onOpen={(open) => change({ open })}
            />
            {rules.hasNextPage && (
              <Button block loading={rules.isFetchingNextPage} onClick={() => void rules.fetchNextPage()}>
                {t('rules:more')}
              </Button>
            )}
          </>
        )}
      </Loaded>
      {search.open !== undefined && <RuleDrawer ruleKey={search.open} onClose={() => change({ open: undefined })} />}
    </Page>
  )
}
