import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { api, ask } from '@/shared/api'
import { problemOf } from '@/shared/problems'
import { useProblemText } from '@/shared/problemText'
import { ProblemDetail } from '@/shared/ui/ProblemSaid'

interface Given {
  current: string
  password: string
  again: string
}

interface NewPasswordFormProps {
  onDone: () => void
}

/** Choose a new password for oneself; the API says what is wrong with it. */
export const NewPasswordForm = ({ onDone }: NewPasswordFormProps) => {
  const { t } = useTranslation()
  const textOf = useProblemText()
  const change = useMutation({
    mutationFn: ({ current, password }: Given) =>
      ask(api.PUT('/api/v1/account/password', { body: { current, password } })),
    onSuccess: onDone,
  })
  const problem = change.error ? textOf(problemOf(change.error)) : undefined
  const needed = { required: true, message: t('password:needed') }
  return (
    <Form<Given> name="new-password" layout="vertical" requiredMark={false} onFinish={(given) => change.mutate(given)}>
      {problem && (
        <Form.Item>
          <Alert
            type="error"
            showIcon
            role="alert"
            title={problem.title}
            description={problem.detail && <ProblemDetail problem={problem} />}
          />
        </Form.Item>
      )}
      <Form.Item name="current" label={t('password:current')} rules={[needed]}>
        <Input.Password autoComplete="current-password" maxLength={1024} />
      </Form.Item>
      <Form.Item name="password" label={t('password:new')} rules={[needed]} extra={t('password:help')}>
        <Input.Password autoComplete="new-password" maxLength={1024} />
      </Form.Item>
      <Form.Item
        name="again"
        label={t('password:again')}
        dependencies={['password']}
        rules={[
          needed,
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              value === getFieldValue('password')
                ? Promise.resolve()
                : Promise.reject(new Error(t('password:differs'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={1024} />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={change.isPending}>
        {t('password:submit')}
      </Button>
    </Form>
  )
}
