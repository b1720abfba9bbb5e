import { PlusOutlined } from '@ant-design/icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Flex, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRowKeys } from '@/shared/keys/useRowKeys'
import { useSearchState } from '@/shared/search'
import { useMay } from '@/shared/session'
import { More } from '@/shared/ui/More'
import { Page } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { UnitSelect } from '@/shared/ui/UnitSelect'
import { AccountAddForm } from './AccountAddForm'
import { AccountDrawer } from './AccountDrawer'
import { AccountsTable } from './AccountsTable'
import { accountsQuery } from './api'
import { ROLES, readAccountsSearch } from './search'

export const AccountsPage = () => {
  const { t } = useTranslation()
  const [search, change] = useSearchState(readAccountsSearch)
  const [adding, setAdding] = useState(false)
  const mayAdd = useMay('accounts:change')
  const query = useInfiniteQuery(accountsQuery(search))
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  const open = (id: string | undefined) => change({ open: id }, { replace: true })
  useRowKeys({
    rows,
    rowKey: (row) => row.id,
    selected: search.open,
    onSelect: open,
    onClose: () => open(undefined),
  })
  return (
    <Page
      title={t('accounts:title')}
      extra={
        mayAdd && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {t('accounts:add')}
          </Button>
        )
      }
      toolbar={
        <Flex gap="small" wrap>
          <UnitSelect value={search.unit} onChange={(unit) => change({ unit })} />
          <Select
            aria-label={t('accounts:role')}
            placeholder={t('accounts:role')}
            allowClear
            value={search.role}
            onChange={(role) => change({ role })}
            style={{ width: 180 }}
            options={ROLES.map((role) => ({ value: role, label: t(`roles:${role}`) }))}
          />
          <Select
            aria-label={t('accounts:state')}
            placeholder={t('accounts:state')}
            allowClear
            value={search.state}
            onChange={(state) => change({ state })}
            style={{ width: 140 }}
            options={[
              { value: 'enabled' as const, label: t('accounts:state.enabled') },
              { value: 'disabled' as const, label: t('accounts:state.disabled') },
            ]}
          />
        </Flex>
      }
    >
      <Loaded query={query} empty={() => rows.length === 0}>
        {() => (
          <>
            <AccountsTable rows={rows} selected={search.open} onOpen={open} />
            <More of={query} />
          </>
        )}
      </Loaded>
      <AccountDrawer id={search.open} onClose={() => open(undefined)} />
      <AccountAddForm open={adding} onClose={() => setAdding(false)} />
    </Page>
  )
}
