import { Button, Form, Input, Modal, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { type Decision, useDecide } from './api'

/** Withdrawing, restoring, overruling a warning list: each asks why, since each is in the audit trail. */
export const IndicatorDecisions = ({ indicator }: { indicator: Schemas['IndicatorDetail'] }) => {
  const { t } = useTranslation()
  const [deciding, setDeciding] = useState<Decision | undefined>()
  const [form] = Form.useForm<{ why: string }>()
  const decide = useDecide(indicator.number)
  const mayChange = useMay('indicators:change')
  const mayOverride = useMay('indicators:override')
  const offered: Decision[] = [
    ...(mayOverride && indicator.state === 'refused' ? (['override'] as const) : []),
    ...(mayChange && indicator.revoked_by !== null ? (['restore'] as const) : []),
    ...(mayChange && indicator.state === 'active' ? (['revoke'] as const) : []),
  ]
  return (
    <Space>
      {offered.map((one) => (
        <Button key={one} size="small" danger={one === 'revoke'} onClick={() => setDeciding(one)}>
          {t(`indicators:decide.${one}`)}
        </Button>
      ))}
      <Modal
        title={deciding && t(`indicators:decide.${deciding}`)}
        open={deciding !== undefined}
        onCancel={() => setDeciding(undefined)}
        onOk={form.submit}
        confirmLoading={decide.isPending}
        destroyOnHidden
      >
        <Form
          name="indicator-decide"
          form={form}
          layout="vertical"
          preserve={false}
          onFinish={({ why }) =>
            deciding &&
            decide.mutate({ decision: deciding, why: why ?? '' }, { onSuccess: () => setDeciding(undefined) })
          }
        >
          {deciding && <p>{t(`indicators:decide.${deciding}.means`)}</p>}
          <Form.Item
            name="why"
            label={t('indicators:why')}
            rules={[{ required: deciding === 'override', message: t('indicators:why.needed') }]}
          >
            <Input.TextArea maxLength={500} rows={3} />
          </Form.Item>
        </Form>
      </Modal>
    </Space>
  )
}
