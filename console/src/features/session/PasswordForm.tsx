import { Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'

interface Given {
  name: string
  password: string
}

interface PasswordFormProps {
  busy: boolean
  onSubmit: (given: Given) => void
}

export const PasswordForm = ({ busy, onSubmit }: PasswordFormProps) => {
  const { t } = useTranslation()
  const needed = [{ required: true, message: t('session:needed') }]
  return (
    <Form<Given> name="sign-in" layout="vertical" requiredMark={false} onFinish={onSubmit}>
      <Form.Item name="name" label={t('session:name')} rules={needed}>
        <Input size="large" autoComplete="username" autoFocus maxLength={128} />
      </Form.Item>
      <Form.Item name="password" label={t('session:password')} rules={needed}>
        <Input.Password size="large" autoComplete="current-password" maxLength={1024} />
      </Form.Item>
      <Button type="primary" size="large" htmlType="submit" block loading={busy}>
        {t('session:submit')}
      </Button>
    </Form>
  )
}
