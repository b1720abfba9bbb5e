import { Alert, Flex, Modal, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { Copy } from '@/shared/ui/Copy'

interface OneTimeSecretProps {
  title: string
  why: string
  secret: string | undefined
  onClose: () => void
}

/** A password or token that is shown this once. */
export const OneTimeSecret = ({ title, why, secret, onClose }: OneTimeSecretProps) => {
  const { t } = useTranslation()
  return (
    <Modal
      title={title}
      open={secret !== undefined}
      onOk={onClose}
      onCancel={onClose}
      okText={t('ui:secret.kept')}
      cancelButtonProps={{ style: { display: 'none' } }}
      mask={{ closable: false }}
    >
      <Flex vertical gap={12}>
        <Alert type="warning" showIcon title={why} />
        <Flex gap="small" align="center">
          <Typography.Text code className="fs-secret">
            {secret}
          </Typography.Text>
          <Copy text={secret ?? ''} />
        </Flex>
      </Flex>
    </Modal>
  )
}
