import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { forget } from '@/shared/session'
import { signOut } from './api'

export const LeaveDoor = () => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const client = useQueryClient()
  const leave = async () => {
    await signOut().catch(() => undefined)
    forget(client)
    await navigate({ to: '/sign-in', search: {} })
  }
  return (
    <Button type="link" block onClick={() => void leave()}>
      {t('session:leave')}
    </Button>
  )
}
