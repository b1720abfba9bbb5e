import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Page } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { ownAccountQuery } from './api'
import { OwnFacts } from './OwnFacts'
import { PasswordPart } from './PasswordPart'
import { SecondFactorPart } from './SecondFactorPart'
import { SessionsPart } from './SessionsPart'

export const AccountPage = () => {
  const { t } = useTranslation()
  const query = useQuery(ownAccountQuery())
  return (
    <Page title={t('menu:account')}>
      <Loaded query={query}>
        {(account) => (
          <div className="fs-columns">
            <OwnFacts account={account} />
            {!account.external && <PasswordPart />}
            {!account.external && <SecondFactorPart account={account} />}
            <SessionsPart />
          </div>
        )}
      </Loaded>
    </Page>
  )
}
