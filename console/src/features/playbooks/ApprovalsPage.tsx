import { useQuery } from '@tanstack/react-query'
import { Flex, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSearchState } from '@/shared/search'
import { Page } from '@/shared/ui/Page'
import { Empty, Loaded } from '@/shared/ui/states'
import { ApprovalCard } from './ApprovalCard'
import { approvalsQuery } from './api'
import { readExecutionsSearch } from './search'

/** The inbox: what playbooks wait for. Cards, so that it can be answered on a telephone. */
export const ApprovalsPage = () => {
  const { t } = useTranslation()
  const [search, change] = useSearchState(readExecutionsSearch)
  const query = useQuery(approvalsQuery(search.all ?? false))
  return (
    <Page
      title={t('playbooks:approvals')}
      extra={
        <Segmented<'open' | 'all'>
          value={search.all ? 'all' : 'open'}
          onChange={(which) => change({ all: which === 'all' || undefined })}
          options={[
            { value: 'open', label: t('playbooks:open_only') },
            { value: 'all', label: t('playbooks:all') },
          ]}
        />
      }
    >
      <Loaded
        query={query}
        empty={(found) => found.items.length === 0}
        whenEmpty={<Empty title={t('playbooks:approvals.none')}>{t('playbooks:approvals.none.next')}</Empty>}
      >
        {(found) => (
          <Flex vertical gap={12}>
            {found.items.map((approval) => (
              <ApprovalCard key={approval.id} approval={approval} />
            ))}
          </Flex>
        )}
      </Loaded>
    </Page>
  )
}
