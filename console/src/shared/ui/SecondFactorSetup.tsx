import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Flex, Form, Input, QRCode, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ask } from '@/shared/api'
import { problemOf } from '@/shared/problems'
import { useProblemText } from '@/shared/problemText'
import { ProblemDetail } from '@/shared/ui/ProblemSaid'
import { RecoveryCodes } from '@/shared/ui/RecoveryCodes'

interface SecondFactorSetupProps {
  onDone: () => void
}

/** Password, then the picture and a first code, then the recovery codes. The picture is drawn here, by nobody else. */
export const SecondFactorSetup = ({ onDone }: SecondFactorSetupProps) => {
  const { t } = useTranslation()
  const textOf = useProblemText()
  const [codes, setCodes] = useState<string[]>()
  const begin = useMutation({
    mutationFn: (body: { password: string }) => ask(api.POST('/api/v1/account/second-factor', { body })),
  })
  const finish = useMutation({
    mutationFn: (body: { code: string }) => ask(api.PUT('/api/v1/account/second-factor', { body })),
    onSuccess: (answer) => setCodes(answer.codes),
  })
  const error = finish.error ?? begin.error
  const problem = error ? textOf(problemOf(error)) : undefined
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />
  return (
    <Flex vertical gap={16}>
      {problem && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={problem.title}
          description={problem.detail && <ProblemDetail problem={problem} />}
        />
      )}
      {begin.data ? (
        <Form<{ code: string }>
          name="factor-code"
          layout="vertical"
          requiredMark={false}
          onFinish={({ code }) => finish.mutate({ code: code.replaceAll(/\s/g, '') })}
        >
          <Form.Item label={t('factor:scan')}>
            <Flex vertical align="center" gap="small">
              <div role="img" aria-label={t('factor:picture')}>
                <QRCode value={begin.data.address} type="svg" size={184} color="#000000" bgColor="#ffffff" />
              </div>
              <Typography.Text copyable code>
                {begin.data.secret}
              </Typography.Text>
            </Flex>
          </Form.Item>
          <Form.Item name="code" label={t('factor:code')} rules={[{ required: true, message: t('factor:needed') }]}>
            <Input autoComplete="one-time-code" inputMode="numeric" maxLength={12} autoFocus />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={finish.isPending}>
            {t('factor:finish')}
          </Button>
        </Form>
      ) : (
        <Form<{ password: string }>
          name="factor-begin"
          layout="vertical"
          requiredMark={false}
          onFinish={(body) => begin.mutate(body)}
        >
          <Form.Item
            name="password"
            label={t('factor:password')}
            rules={[{ required: true, message: t('factor:needed') }]}
          >
            <Input.Password autoComplete="current-password" maxLength={1024} />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={begin.isPending}>
            {t('factor:begin')}
          </Button>
        </Form>
      )}
    </Flex>
  )
}
