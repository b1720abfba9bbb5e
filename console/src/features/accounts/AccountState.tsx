import { Flex, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Account } from './api'

interface AccountStateProps {
  account: Account
}

export const isLocked = ({ locked_until }: Account, now = Date.now()): boolean =>
  locked_until !== null && Date.parse(locked_until) > now

export const AccountState = ({ account }: AccountStateProps) => {
  const { t } = useTranslation()
  return (
    <Flex gap={4} wrap>
      <Tag>{account.disabled ? t('accounts:state.disabled') : t('accounts:state.enabled')}</Tag>
      {isLocked(account) && <Tag color="error">{t('accounts:state.locked')}</Tag>}
      {account.must_change_password && <Tag color="warning">{t('accounts:state.first_password')}</Tag>}
      {account.external && <Tag>{t('accounts:state.external')}</Tag>}
    </Flex>
  )
}
