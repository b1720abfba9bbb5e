import { Form, Input, InputNumber, Modal, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAddIndicator } from './api'
import { KINDS, type Kind } from './search'

interface Fields {
  value: string
  kind?: Kind
  name?: string
  labels?: string[]
  confidence: number
}

/** One by hand. */
export const IndicatorAddForm = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation()
  const [form] = Form.useForm<Fields>()
  const add = useAddIndicator()
  return (
    <Modal
      title={t('indicators:add')}
      open
      onCancel={onClose}
      onOk={form.submit}
      okText={t('indicators:add')}
      confirmLoading={add.isPending}
    >
      <Form
        name="indicator-add"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ confidence: 75 }}
        onFinish={({ value, kind, name, labels, confidence }) =>
          add.mutate(
            { value, kind: kind ?? null, name: name ?? '', labels: labels ?? [], confidence },
            { onSuccess: onClose },
          )
        }
      >
        <Form.Item
          name="value"
          label={t('indicators:column.value')}
          extra={t('indicators:value.help')}
          rules={[{ required: true, message: t('indicators:needed') }]}
        >
          <Input maxLength={2048} autoComplete="off" />
        </Form.Item>
        <Form.Item name="kind" label={t('indicators:column.kind')}>
          <Select
            allowClear
            placeholder={t('indicators:kind.guess')}
            options={KINDS.map((kind) => ({ value: kind, label: t(`indicators:kind.${kind}`) }))}
          />
        </Form.Item>
        <Form.Item name="confidence" label={t('indicators:column.confidence')} extra={t('indicators:confidence.help')}>
          <InputNumber min={0} max={100} />
        </Form.Item>
        <Form.Item name="name" label={t('indicators:column.name')}>
          <Input maxLength={500} autoComplete="off" />
        </Form.Item>
        <Form.Item name="labels" label={t('indicators:column.labels')}>
          <Select mode="tags" open={false} maxCount={20} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
