import { Button, Flex, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'

interface CodeFormProps {
  busy: boolean
  onCode: (code: string) => void
  onBack: () => void
}

/** Six digits of the authenticator, or a recovery code. */
export const CodeForm = ({ busy, onCode, onBack }: CodeFormProps) => {
  const { t } = useTranslation()
  return (
    <Form<{ code: string }>
      name="sign-in-code"
      layout="vertical"
      requiredMark={false}
      onFinish={({ code }) => onCode(code.trim())}
    >
      <Form.Item
        name="code"
        label={t('session:code')}
        extra={t('session:code.help')}
        rules={[{ required: true, message: t('session:needed') }]}
      >
        <Input size="large" autoComplete="one-time-code" autoFocus maxLength={32} />
      </Form.Item>
      <Flex gap="small">
        <Button size="large" onClick={onBack}>
          {t('session:back')}
        </Button>
        <Button type="primary" size="large" htmlType="submit" loading={busy} style={{ flex: 1 }}>
          {t('session:submit')}
        </Button>
      </Flex>
    </Form>
  )
}
