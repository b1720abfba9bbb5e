import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { NewPasswordForm } from '@/shared/ui/NewPasswordForm'

export const PasswordPart = () => {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const client = useQueryClient()
  const [round, setRound] = useState(0)
  return (
    <section className="fs-panel" aria-label={t('account:password')}>
      <h2>{t('account:password')}</h2>
      <NewPasswordForm
        key={round}
        onDone={() => {
          setRound(round + 1)
          message.success(t('account:password.done'))
          void client.invalidateQueries({ queryKey: ['account'] })
          void client.invalidateQueries({ queryKey: ['session'] })
        }}
      />
    </section>
  )
}
