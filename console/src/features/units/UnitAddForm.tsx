import { Form, Input, Modal, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { UNIT_KINDS, useAddUnit } from './api'
import { UnitFields } from './UnitFields'

interface UnitAddFormProps {
  open: boolean
  parent: string | undefined
  onClose: () => void
}

export const UnitAddForm = ({ open, parent, onClose }: UnitAddFormProps) => {
  const { t } = useTranslation()
  const [form] = Form.useForm<Schemas['UnitAdd']>()
  const add = useAddUnit()
  return (
    <Modal
      title={t('units:add')}
      open={open}
      onCancel={onClose}
      onOk={form.submit}
      okText={t('units:add')}
      confirmLoading={add.isPending}
      destroyOnHidden
    >
      <Form
        name="unit-add"
        form={form}
        layout="vertical"
        requiredMark={false}
        preserve={false}
        initialValues={{ kind: 'department', parent }}
        onFinish={(body) => add.mutate(body, { onSuccess: onClose })}
      >
        <Form.Item
          name="id"
          label={t('units:id')}
          extra={t('units:id.help')}
          rules={[{ required: true, message: t('units:needed') }]}
        >
          <Input maxLength={64} autoComplete="off" />
        </Form.Item>
        <UnitFields />
        <Form.Item name="kind" label={t('units:kind')}>
          <Select options={UNIT_KINDS.map((kind) => ({ value: kind, label: t(`units:kind.${kind}`) }))} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
