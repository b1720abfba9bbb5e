import { Button, Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { UnitSelect } from '@/shared/ui/UnitSelect'
import { type Account, useChangeAccount } from './api'

interface AccountEditFormProps {
  account: Account
}

export const AccountEditForm = ({ account }: AccountEditFormProps) => {
  const { t } = useTranslation()
  const change = useChangeAccount(account)
  return (
    <section className="fs-part" aria-label={t('accounts:edit')}>
      <h3>{t('accounts:edit')}</h3>
      <Form<Schemas['AccountChange']>
        name="account-edit"
        layout="vertical"
        requiredMark={false}
        initialValues={{ display_name: account.display_name, unit: account.unit, language: account.language }}
        onFinish={(body) => change.mutate(body)}
      >
        <Form.Item
          name="display_name"
          label={t('accounts:display_name')}
          rules={[{ required: true, message: t('accounts:needed') }]}
        >
          <Input maxLength={128} />
        </Form.Item>
        <Form.Item name="unit" label={t('accounts:unit')}>
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
        <Button htmlType="submit" loading={change.isPending}>
          {t('accounts:save')}
        </Button>
      </Form>
    </section>
  )
}
