import { ReloadOutlined } from '@ant-design/icons'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useRowKeys } from '@/shared/keys/useRowKeys'
import { useSearchState } from '@/shared/search'
import { More } from '@/shared/ui/More'
import { Page } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { AuditDrawer } from './AuditDrawer'
import { AuditFilters } from './AuditFilters'
import { AuditHead } from './AuditHead'
import { AuditTable } from './AuditTable'
import { auditQuery, auditRecordQuery } from './api'
import { readAuditSearch } from './search'

export const AuditPage = () => {
  const { t } = useTranslation()
  const [search, change] = useSearchState(readAuditSearch)
  const query = useInfiniteQuery(auditQuery(search))
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  const open = (sequence: string | undefined) => change({ open: sequence }, { replace: true })
  const listed = rows.find((row) => String(row.sequence) === search.open)
  const named = Number(search.open ?? Number.NaN)
  const fetched = useQuery(auditRecordQuery(named, query.isSuccess && !listed && Number.isSafeInteger(named)))
  useRowKeys({
    rows,
    rowKey: (row) => String(row.sequence),
    selected: search.open,
    onSelect: open,
    onClose: () => open(undefined),
  })
  return (
    <Page
      title={t('audit:title')}
      extra={
        <Button icon={<ReloadOutlined />} loading={query.isFetching} onClick={() => void query.refetch()}>
          {t('audit:reload')}
        </Button>
      }
      toolbar={<AuditFilters search={search} onChange={change} />}
    >
      <AuditHead />
      <Loaded query={query} empty={() => rows.length === 0}>
        {() => (
          <>
            <AuditTable rows={rows} selected={search.open} onOpen={open} />
            <More of={query} />
          </>
        )}
      </Loaded>
      <AuditDrawer record={listed ?? (search.open ? fetched.data : undefined)} onClose={() => open(undefined)} />
    </Page>
  )
}
