import { Button, Descriptions, Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useSession } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { useUnits } from '@/shared/units'
import { useChangeOwnAccount } from './api'

interface OwnFactsProps {
  account: Schemas['OwnAccountRead']
}

export const OwnFacts = ({ account }: OwnFactsProps) => {
  const { t } = useTranslation()
  const { nameOf } = useUnits()
  const session = useSession()
  const change = useChangeOwnAccount()
  return (
    <section className="fs-panel" aria-label={t('account:facts')}>
      <h2>{t('account:facts')}</h2>
      <Descriptions
        size="small"
        column={1}
        items={[
          { key: 'name', label: t('account:name'), children: account.name },
          { key: 'unit', label: t('account:unit'), children: nameOf(account.unit) },
          {
            key: 'roles',
            label: t('account:roles'),
            children: session.roles.map((role) => t(`roles:${role}`)).join('、') || '—',
          },
          { key: 'last', label: t('account:last_sign_in'), children: <Moment at={account.last_sign_in} /> },
        ]}
      />
      <Form<Schemas['OwnAccountChange']>
        name="own-facts"
        className="fs-part"
        layout="vertical"
        requiredMark={false}
        initialValues={{ display_name: account.display_name, language: account.language }}
        onFinish={(body) => change.mutate(body)}
      >
        <Form.Item
          name="display_name"
          label={t('account:display_name')}
          rules={[{ required: true, message: t('account:needed') }]}
        >
          <Input maxLength={128} autoComplete="name" />
        </Form.Item>
        <Form.Item name="language" label={t('account:language')} extra={t('account:language.help')}>
          <Select
            options={[
              { value: 'zh-CN', label: '中文' },
              { value: 'en', label: 'English' },
            ]}
          />
        </Form.Item>
        <Button htmlType="submit" type="primary" loading={change.isPending}>
          {t('account:save')}
        </Button>
      </Form>
    </section>
  )
}
