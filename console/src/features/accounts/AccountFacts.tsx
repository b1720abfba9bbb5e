import { Descriptions } from 'antd'
import { useTranslation } from 'react-i18next'
import { Moment } from '@/shared/time/Moment'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useUnits } from '@/shared/units'
import { AccountState } from './AccountState'
import type { Account } from './api'

interface AccountFactsProps {
  account: Account
}

export const AccountFacts = ({ account }: AccountFactsProps) => {
  const { t } = useTranslation()
  const { nameOf } = useUnits()
  return (
    <Descriptions
      size="small"
      bordered
      column={2}
      items={[
        { key: 'name', label: t('accounts:name'), children: <UntrustedText text={account.name} /> },
        { key: 'display', label: t('accounts:display_name'), children: <UntrustedText text={account.display_name} /> },
        { key: 'unit', label: t('accounts:unit'), children: nameOf(account.unit) },
        { key: 'state', label: t('accounts:state'), children: <AccountState account={account} /> },
        {
          key: 'factor',
          label: t('accounts:second_factor'),
          children: account.second_factor ? t('ui:on') : t('ui:off'),
        },
        { key: 'locked', label: t('accounts:locked_until'), children: <Moment at={account.locked_until} /> },
        { key: 'created', label: t('accounts:created'), children: <Moment at={account.created} /> },
        { key: 'last', label: t('accounts:last_sign_in'), children: <Moment at={account.last_sign_in} /> },
        { key: 'password', label: t('accounts:password_set'), children: <Moment at={account.password_set} /> },
      ]}
    />
  )
}
