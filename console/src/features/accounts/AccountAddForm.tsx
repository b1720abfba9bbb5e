import { Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { OneTimeSecret } from '@/shared/ui/OneTimeSecret'
import { UnitSelect } from '@/shared/ui/UnitSelect'
import { useAddAccount } from './api'

interface AccountAddFormProps {
  open: boolean
  onClose: () => void
}

export const AccountAddForm = ({ open, onClose }: AccountAddFormProps) => {
  const { t } = useTranslation()
  const [form] = Form.useForm<Schemas['AccountAdd']>()
  const [password, setPassword] = useState<string>()
  const add = useAddAccount()
  const submit = (body: Schemas['AccountAdd']) =>
    add.mutate(body, {
      onSuccess: (answer) => {
        setPassword(answer.password)
        form.resetFields()
        onClose()
      },
    })
  const needed = [{ required: true, message: t('accounts:needed') }]
  return (
    <>
      <Modal
        title={t('accounts:add')}
        open={open}
        onCancel={onClose}
        onOk={form.submit}
        okText={t('accounts:add.submit')}
        confirmLoading={add.isPending}
      >
        <Form
          name="account-add"
          form={form}
          layout="vertical"
          requiredMark={false}
          onFinish={submit}
          initialValues={{ language: 'zh-CN' }}
        >
          <Form.Item name="name" label={t('accounts:name')} rules={needed} extra={t('accounts:name.help')}>
            <Input maxLength={64} autoComplete="off" />
          </Form.Item>
          <Form.Item name="display_name" label={t('accounts:display_name')} rules={needed}>
            <Input maxLength={128} autoComplete="off" />
          </Form.Item>
          <Form.Item name="unit" label={t('accounts:unit')} rules={needed}>
            <UnitSelect width="100%" allowClear={false} />
          </Form.Item>
          <Form.Item name="language" label={t('accounts:language')}>
            <Select
              options={[
                { value: 'zh-CN', label: '中文' },
                { value: 'en', label: 'English' },
              ]}
            />
          </Form.Item>
        </Form>
      </Modal>
      <OneTimeSecret
        title={t('accounts:password.title')}
        why={t('accounts:password.why')}
        secret={password}
        onClose={() => setPassword(undefined)}
      />
    </>
  )
}
