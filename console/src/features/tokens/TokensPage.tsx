import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Page } from '@/shared/ui/Page'
import { Empty, Loaded } from '@/shared/ui/states'
import { TokensTable } from '@/shared/ui/TokensTable'
import { tokensQuery, useRevokeToken } from './api'
import { TokenAddForm } from './TokenAddForm'

export const TokensPage = () => {
  const { t } = useTranslation()
  const [adding, setAdding] = useState(false)
  const query = useQuery(tokensQuery())
  const revoke = useRevokeToken()
  return (
    <Page
      title={t('tokens:title')}
      extra={
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
          {t('tokens:add')}
        </Button>
      }
    >
      <Loaded
        query={query}
        empty={({ items }) => items.length === 0}
        whenEmpty={<Empty title={t('tokens:none')}>{t('tokens:none.next')}</Empty>}
      >
        {({ items }) => <TokensTable rows={items} onRevoke={(id) => revoke.mutate(id)} />}
      </Loaded>
      <TokenAddForm open={adding} onClose={() => setAdding(false)} />
    </Page>
  )
}
