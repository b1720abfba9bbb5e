import { useTranslation } from 'react-i18next'
import { Named } from './Named'

/** What was done, in words; the code it stands under in the trail beside them. */
export const ActionText = ({ action }: { action: string }) => {
  const { t, i18n } = useTranslation()
  return <Named name={i18n.exists(`actions:${action}`) ? t(`actions:${action}`) : null} code={action} />
}
