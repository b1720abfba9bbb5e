import { Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { NewPasswordForm } from '@/shared/ui/NewPasswordForm'
import { Door } from './Door'
import { LeaveDoor } from './LeaveDoor'
import { useStillNeeded } from './useStillNeeded'

export const FirstPasswordPage = () => {
  const { t } = useTranslation()
  const { goOn } = useStillNeeded()
  return (
    <Door title={t('session:first.title')}>
      <Typography.Paragraph type="secondary">{t('session:first.why')}</Typography.Paragraph>
      <NewPasswordForm onDone={() => void goOn()} />
      <LeaveDoor />
    </Door>
  )
}
