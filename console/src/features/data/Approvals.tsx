import { useInfiniteQuery } from '@tanstack/react-query'
import { Flex } from 'antd'
import { useTranslation } from 'react-i18next'
import { More } from '@/shared/ui/More'
import { Empty, Loaded } from '@/shared/ui/states'
import { ApprovalCard } from './ApprovalCard'
import { type Approval, approvalsQuery } from './api'

interface Props {
  dataSet?: string
  state: Approval['state'] | undefined
}

/** Requests and approvals as cards, newest first, so that they can be answered on a telephone. */
export const Approvals = ({ dataSet, state }: Props) => {
  const { t } = useTranslation()
  const query = useInfiniteQuery(approvalsQuery(state, dataSet))
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Loaded query={query}>
      {() =>
        items.length === 0 ? (
          <Empty title={t('data:approvals.none')} />
        ) : (
          <Flex vertical gap={12}>
            {items.map((one) => (
              <ApprovalCard key={one.id} approval={one} linked={dataSet === undefined} />
            ))}
            <More of={query} />
          </Flex>
        )
      }
    </Loaded>
  )
}
