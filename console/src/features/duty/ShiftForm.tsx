import { Button, Checkbox, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { DayInput } from '@/shared/time/DayInput'
import { useAddShift } from './api'

interface Fields {
  start: string
  end: string
  person: string
  phone?: string
  lead?: boolean
}

/** One shift, in China's time. */
export const ShiftForm = () => {
  const { t } = useTranslation()
  const [form] = Form.useForm<Fields>()
  const add = useAddShift()
  const needed = [{ required: true, message: '' }]
  return (
    <Form<Fields>
      name="shift"
      form={form}
      layout="inline"
      size="small"
      onFinish={({ start, end, person, phone, lead }) =>
        add.mutate(
          { start: `${start}:00+08:00`, end: `${end}:00+08:00`, person, phone: phone ?? '', lead: lead ?? false },
          { onSuccess: () => form.resetFields() },
        )
      }
    >
      <Form.Item name="person" rules={needed}>
        <Input maxLength={100} aria-label={t('duty:person')} placeholder={t('duty:person')} />
      </Form.Item>
      <Form.Item name="phone">
        <Input maxLength={40} aria-label={t('duty:phone')} placeholder={t('duty:phone')} />
      </Form.Item>
      <Form.Item name="start" rules={needed}>
        <DayInput precision="minute" aria-label={t('duty:start')} placeholder={t('duty:start')} />
      </Form.Item>
      <Form.Item name="end" rules={needed}>
        <DayInput precision="minute" aria-label={t('duty:end')} placeholder={t('duty:end')} />
      </Form.Item>
      <Form.Item name="lead" valuePropName="checked">
        <Checkbox>{t('duty:lead')}</Checkbox>
      </Form.Item>
      <Button htmlType="submit" loading={add.isPending}>
        {t('duty:add')}
      </Button>
    </Form>
  )
}
