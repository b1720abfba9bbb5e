import { useQuery } from '@tanstack/react-query'
import { Checkbox, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '@/shared/session'
import { OneTimeSecret } from '@/shared/ui/OneTimeSecret'
import { UnitSelect } from '@/shared/ui/UnitSelect'
import { rolesQuery, useAddToken } from './api'

interface Given {
  name: string
  permissions: string[]
  unit?: string
  days: number
}

interface TokenAddFormProps {
  open: boolean
  onClose: () => void
}

const DAYS = [7, 30, 90, 180, 365]
const DAY_MS = 86_400_000

export const TokenAddForm = ({ open, onClose }: TokenAddFormProps) => {
  const { t, i18n } = useTranslation()
  const [form] = Form.useForm<Given>()
  const [secret, setSecret] = useState<string>()
  const session = useSession()
  const known = useQuery({ ...rolesQuery(), enabled: open })
  const add = useAddToken()
  const choices = (known.data?.permissions ?? [])
    .filter(({ permission }) => session.permissions.includes(permission))
    .filter(({ permission }) => !known.data?.never_in_tokens.includes(permission))
    .map(({ permission, name, name_zh }) => ({ value: permission, label: i18n.language === 'en' ? name : name_zh }))
  const submit = ({ name, permissions, unit, days }: Given) =>
    add.mutate(
      { name, permissions, unit: unit ?? null, expires: new Date(Date.now() + days * DAY_MS).toISOString() },
      {
        onSuccess: (answer) => {
          setSecret(answer.secret)
          form.resetFields()
          onClose()
        },
      },
    )
  return (
    <>
      <Modal
        title={t('tokens:add')}
        open={open}
        onCancel={onClose}
        onOk={form.submit}
        okText={t('tokens:add.submit')}
        confirmLoading={add.isPending}
      >
        <Form
          name="token-add"
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ days: 90 }}
          onFinish={submit}
        >
          <Form.Item name="name" label={t('tokens:name')} rules={[{ required: true, message: t('tokens:needed') }]}>
            <Input maxLength={128} autoComplete="off" />
          </Form.Item>
          <Form.Item
            name="permissions"
            label={t('tokens:permissions')}
            rules={[{ required: true, message: t('tokens:needed') }]}
          >
            <Checkbox.Group options={choices} className="fs-choices" />
          </Form.Item>
          <Form.Item name="unit" label={t('tokens:unit')} extra={t('tokens:unit.help')}>
            <UnitSelect width="100%" />
          </Form.Item>
          <Form.Item name="days" label={t('tokens:days')}>
            <Select options={DAYS.map((days) => ({ value: days, label: t('tokens:days.count', { days }) }))} />
          </Form.Item>
        </Form>
      </Modal>
      <OneTimeSecret
        title={t('tokens:secret.title')}
        why={t('tokens:secret.why')}
        secret={secret}
        onClose={() => setSecret(undefined)}
      />
    </>
  )
}
