import { Button, Flex, Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { api, ask, type Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { useChange } from '@/shared/query'

interface Values {
  verdict: Schemas['Verdict']
  note: string
}

/** Confirm or correct the result of a control, with a reason. */
export const ControlReview = ({ system, control }: { system: string; control: string }) => {
  const { t } = useTranslation()
  const [form] = Form.useForm<Values>()
  const review = useChange(
    (body: Schemas['ReviewAdd']) =>
      ask(
        api.POST('/api/v1/compliance/systems/{system_id}/reviews', { params: { path: { system_id: system } }, body }),
      ),
    [['cii'], ['compliance']],
    key('cii:saved'),
  )
  return (
    <Form<Values>
      form={form}
      size="small"
      initialValues={{ verdict: 'met' }}
      onFinish={(values) => review.mutate({ subject: control, ...values }, { onSuccess: () => form.resetFields() })}
    >
      <Flex gap="small">
        <Form.Item name="verdict" noStyle>
          <Select
            aria-label={t('compliance:column.result')}
            style={{ width: 130 }}
            options={(['met', 'partly_met', 'not_met', 'not_applicable'] as const).map((value) => ({
              value,
              label: t(`compliance:verdict.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="note" noStyle rules={[{ required: true, message: t('cii:needed') }]}>
          <Input aria-label={t('compliance:note')} placeholder={t('compliance:note')} maxLength={2000} />
        </Form.Item>
        <Button htmlType="submit" loading={review.isPending}>
          {t('compliance:confirm')}
        </Button>
      </Flex>
    </Form>
  )
}
