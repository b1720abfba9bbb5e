import { Alert, Button, Flex } from 'antd'
import { useTranslation } from 'react-i18next'
import { Copy } from '@/shared/ui/Copy'

interface RecoveryCodesProps {
  codes: readonly string[]
  onDone: () => void
}

/** Shown once. */
export const RecoveryCodes = ({ codes, onDone }: RecoveryCodesProps) => {
  const { t } = useTranslation()
  return (
    <Flex vertical gap={12}>
      <Alert type="warning" showIcon title={t('factor:codes.title')} description={t('factor:codes.why')} />
      <ul className="fs-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Copy text={codes.join('\n')} label={t('factor:codes.copy')} />
      <Button type="primary" onClick={onDone}>
        {t('factor:codes.kept')}
      </Button>
    </Flex>
  )
}
