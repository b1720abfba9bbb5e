import { Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { SecondFactorSetup } from '@/shared/ui/SecondFactorSetup'
import { Door } from './Door'
import { LeaveDoor } from './LeaveDoor'
import { useStillNeeded } from './useStillNeeded'

export const SecondFactorPage = () => {
  const { t } = useTranslation()
  const { goOn } = useStillNeeded()
  return (
    <Door title={t('session:factor.title')}>
      <Typography.Paragraph type="secondary">{t('session:factor.why')}</Typography.Paragraph>
      <SecondFactorSetup onDone={() => void goOn()} />
      <LeaveDoor />
    </Door>
  )
}
