import { Button, Flex, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { OneTimeSecret } from '@/shared/ui/OneTimeSecret'
import { isLocked } from './AccountState'
import {
  type Account,
  useChangeAccount,
  useEndSessions,
  useResetPassword,
  useResetSecondFactor,
  useUnlock,
} from './api'

interface AccountActionsProps {
  account: Account
}

export const AccountActions = ({ account }: AccountActionsProps) => {
  const { t } = useTranslation()
  const [password, setPassword] = useState<string>()
  const change = useChangeAccount(account)
  const unlock = useUnlock(account)
  const reset = useResetPassword(account)
  const factor = useResetSecondFactor(account)
  const sessions = useEndSessions(account)
  const sure = t('accounts:sure')
  return (
    <section className="fs-part" aria-label={t('accounts:actions')}>
      <h3>{t('accounts:actions')}</h3>
      <Flex gap="small" wrap>
        {isLocked(account) && (
          <Button onClick={() => unlock.mutate(undefined)} loading={unlock.isPending}>
            {t('accounts:unlock')}
          </Button>
        )}
        {!account.external && (
          <Popconfirm
            title={sure}
            description={t('accounts:reset_password.why')}
            onConfirm={() => reset.mutate(undefined, { onSuccess: (answer) => setPassword(answer.password) })}
          >
            <Button loading={reset.isPending}>{t('accounts:reset_password')}</Button>
          </Popconfirm>
        )}
        {account.second_factor && (
          <Popconfirm title={sure} onConfirm={() => factor.mutate(undefined)}>
            <Button loading={factor.isPending}>{t('accounts:reset_factor')}</Button>
          </Popconfirm>
        )}
        <Popconfirm title={sure} onConfirm={() => sessions.mutate(undefined)}>
          <Button loading={sessions.isPending}>{t('accounts:end_sessions')}</Button>
        </Popconfirm>
        <Popconfirm title={sure} onConfirm={() => change.mutate({ disabled: !account.disabled })}>
          <Button danger={!account.disabled} loading={change.isPending}>
            {account.disabled ? t('accounts:enable') : t('accounts:disable')}
          </Button>
        </Popconfirm>
      </Flex>
      <OneTimeSecret
        title={t('accounts:password.title')}
        why={t('accounts:password.why')}
        secret={password}
        onClose={() => setPassword(undefined)}
      />
    </section>
  )
}
