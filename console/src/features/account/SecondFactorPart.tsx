import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { SecondFactorSetup } from '@/shared/ui/SecondFactorSetup'
import { useTurnOffSecondFactor } from './api'

interface SecondFactorPartProps {
  account: Schemas['OwnAccountRead']
}

export const SecondFactorPart = ({ account }: SecondFactorPartProps) => {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [setting, setSetting] = useState(false)
  const turnOff = useTurnOffSecondFactor()
  return (
    <section className="fs-panel" aria-label={t('account:factor')}>
      <h2>{t('account:factor')}</h2>
      {account.second_factor ? (
        <>
          <Alert
            type={account.recovery_codes_left < 3 ? 'warning' : 'success'}
            showIcon
            title={t('account:factor.on', { count: account.recovery_codes_left })}
          />
          <Form<Schemas['Confirmation']>
            name="factor-off"
            layout="vertical"
            requiredMark={false}
            onFinish={(body) => turnOff.mutate(body)}
            style={{ marginTop: 16 }}
          >
            <Form.Item
              name="password"
              label={t('account:factor.confirm')}
              rules={[{ required: true, message: t('account:needed') }]}
            >
              <Input.Password autoComplete="current-password" maxLength={1024} />
            </Form.Item>
            <Button danger htmlType="submit" loading={turnOff.isPending}>
              {t('account:factor.off')}
            </Button>
          </Form>
        </>
      ) : (
        <>
          <Alert type="warning" showIcon title={t('account:factor.none')} style={{ marginBottom: 16 }} />
          <Button type="primary" onClick={() => setSetting(true)}>
            {t('account:factor.set')}
          </Button>
        </>
      )}
      <Modal
        title={t('account:factor.set')}
        open={setting}
        footer={null}
        onCancel={() => setSetting(false)}
        destroyOnHidden
      >
        <SecondFactorSetup
          onDone={() => {
            setSetting(false)
            void client.invalidateQueries({ queryKey: ['account'] })
          }}
        />
      </Modal>
    </section>
  )
}
