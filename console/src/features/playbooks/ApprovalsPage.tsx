import { useQuery } from '@tanstack/react-query'
import { Flex, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSearchState } from '@/shared/search'
import { Page } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
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
        <Switch
          checked={search.all ?? false}
          onChange={(all) => change({ all: all || undefined })}
          checkedChildren={t('playbooks:all')}
          unCheckedChildren={t('playbooks:open_only')}
        />
      }
    >
      <Loaded query={query} empty={(found) => found.items.length === 0}>
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
