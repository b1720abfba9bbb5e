import { DatePicker, Form, Input, Modal } from 'antd'
import type { Dayjs } from 'dayjs'
import { useTranslation } from 'react-i18next'
import { useIgnore } from './api'

interface Props {
  ids: string[]
  onClose: () => void
  onDone: () => void
}

export const IgnoreForm = ({ ids, onClose, onDone }: Props) => {
  const { t } = useTranslation()
  const [form] = Form.useForm<{ reason: string; until?: Dayjs }>()
  const ignore = useIgnore()
  return (
    <Modal
      title={t('inventory:ignore.title', { number: ids.length })}
      open
      onCancel={onClose}
      onOk={form.submit}
      okText={t('inventory:ignore')}
      confirmLoading={ignore.isPending}
    >
      <Form
        form={form}
        name="ignore"
        layout="vertical"
        requiredMark={false}
        onFinish={({ reason, until }) =>
          ignore.mutate({ ids, reason, until: until ? until.endOf('day').toISOString() : null }, { onSuccess: onDone })
        }
      >
        <Form.Item
          name="reason"
          label={t('inventory:reason')}
          rules={[{ required: true, whitespace: true, message: t('inventory:needed') }]}
        >
          <Input.TextArea rows={3} maxLength={1000} />
        </Form.Item>
        <Form.Item name="until" label={t('inventory:until')} extra={t('inventory:until.help')}>
          <DatePicker />
        </Form.Item>
      </Form>
    </Modal>
  )
}
