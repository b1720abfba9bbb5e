import { useInfiniteQuery } from '@tanstack/react-query'
import { Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSearchState } from '@/shared/search'
import { More } from '@/shared/ui/More'
import { Page } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { rulesQuery } from './api'
import { RuleDrawer } from './RuleDrawer'
import { RuleFilters } from './RuleFilters'
import { RuleSetState } from './RuleSetState'
import { RulesNav } from './RulesNav'
import { RulesTable } from './RulesTable'
import { readRulesSearch } from './search'

export const RulesPage = () => {
  const { t, i18n } = useTranslation()
  const [search, change] = useSearchState(readRulesSearch)
  const rules = useInfiniteQuery(rulesQuery(search))
  return (
    <Page
      title={t('rules:title')}
      extra={<RuleSetState />}
      toolbar={
        <>
          <RulesNav />
          <RuleFilters search={search} change={change} />
        </>
      }
    >
      <Loaded query={rules} empty={(data) => data.pages.every((page) => page.items.length === 0)}>
        {(data) => (
          <>
            <Typography.Text type="secondary">
              {t('rules:total', { total: (data.pages[0]?.total ?? 0).toLocaleString(i18n.language) })}
            </Typography.Text>
            <RulesTable
              rules={data.pages.flatMap((page) => page.items)}
              open={search.open}
              onOpen={(open) => change({ open, tab: undefined, event: undefined })}
              sort={search.sort}
              onSort={(sort) => change({ sort })}
            />
            <More of={rules} />
          </>
        )}
      </Loaded>
      {search.open !== undefined && (
        <RuleDrawer
          ruleKey={search.open}
          tab={search.tab}
          event={search.event}
          onTab={(tab) => change({ tab }, { replace: true })}
          onClose={() => change({ open: undefined, tab: undefined, event: undefined })}
        />
      )}
    </Page>
  )
}
