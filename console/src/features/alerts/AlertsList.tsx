import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { Flex, Skeleton, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { More } from '@/shared/ui/More'
import { Failed, Partial } from '@/shared/ui/states'
import { useWords } from '@/shared/words'
import { AlertsTable } from './AlertsTable'
import type { AlertRead } from './alert'
import { ResetFilters } from './ResetFilters'

type Props = {
  found: UseInfiniteQueryResult<InfiniteData<Schemas['AlertPage']>>
  rows: AlertRead[]
  open: string | undefined
  chosen: readonly string[]
  onChoose: ((ids: string[]) => void) | undefined
  onOpen: (id: string) => void
  onReset: () => void
}

/** The alerts with a way to more of them; or why there are none, and what to do about it. */
export const AlertsList = ({ found, rows, onReset, ...table }: Props) => {
  const { t } = useTranslation()
  const { number } = useWords()
  if (found.isError && rows.length === 0) return <Failed error={found.error} onRetry={() => void found.refetch()} />
  if (found.data === undefined) return <Skeleton active paragraph={{ rows: 8 }} title={false} />
  if (rows.length === 0) return <ResetFilters onReset={onReset} />
  return (
    <>
      {found.isError && <Partial reason={t('alerts:stale')} />}
      <div style={{ overflowX: 'auto', flex: 'none' }}>
        <AlertsTable rows={rows} {...table} />
      </div>
      <Flex justify="center" gap="small" align="center">
        <Typography.Text type="secondary">{t('alerts:loaded', { number: number(rows.length) })}</Typography.Text>
        <More of={found} />
      </Flex>
    </>
  )
}
