import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/shared/session'
import { Loaded } from '@/shared/ui/states'
import { TokensTable } from '@/shared/ui/TokensTable'
import { tokensOfQuery, useRevokeTokenOf } from './api'

interface AccountTokensProps {
  account: string
}

export const AccountTokens = ({ account }: AccountTokensProps) => {
  const { t } = useTranslation()
  const query = useQuery(tokensOfQuery(account))
  const revoke = useRevokeTokenOf(account)
  const mayRevoke = useMay('accounts:change')
  return (
    <section className="fs-part" aria-label={t('accounts:tokens')}>
      <h3>{t('accounts:tokens')}</h3>
      <Loaded query={query} empty={({ items }) => items.length === 0} whenEmpty={t('accounts:tokens.none')}>
        {({ items }) => <TokensTable rows={items} onRevoke={mayRevoke ? (id) => revoke.mutate(id) : undefined} />}
      </Loaded>
    </section>
  )
}
