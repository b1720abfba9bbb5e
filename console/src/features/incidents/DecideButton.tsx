import { Button, Form, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { useShortcut } from '@/shared/keys/shortcuts'
import { useMay } from '@/shared/session'
import { type IncidentVersion, useDecideIncident } from './api'
import { DECISIONS } from './incident'

const LONGEST_NOTE = 4_000

export const DecideButton = ({ version }: { version: IncidentVersion }) => {
  const { t } = useTranslation()
  const may = useMay('incidents:decide')
  const [open, setOpen] = useState(false)
  const [form] = Form.useForm<Schemas['IncidentDecision']>()
  const decide = useDecideIncident()
  const { incident, etag } = version
  const usable = may && incident.status !== 'merged'
  useShortcut('e', key('incidents:key.decide'), () => setOpen(true), usable)
  if (!usable) return null
  const send = async (body: Schemas['IncidentDecision']) => {
    await decide.mutateAsync({ id: incident.id, etag, body })
    setOpen(false)
  }
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t('incidents:decide')}
      </Button>
      <Modal
        open={open}
        title={t('incidents:decide')}
        okText={t('incidents:decide.send')}
        confirmLoading={decide.isPending}
        onOk={() => form.submit()}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <Form
          form={form}
          layout="vertical"
          preserve={false}
          initialValues={{ status: incident.status, note: '' }}
          onFinish={(body) => void send(body).catch(() => undefined)}
        >
          <Form.Item name="status" label={t('incidents:column.status')} rules={[{ required: true }]}>
            <Radio.Group
              optionType="button"
              options={DECISIONS.map((status) => ({ value: status, label: t(`incidents:status.${status}`) }))}
            />
          </Form.Item>
          <Form.Item name="note" label={t('incidents:decide.note')} extra={t('incidents:decide.note.use')}>
            <Input.TextArea rows={4} maxLength={LONGEST_NOTE} showCount />
          </Form.Item>
        </Form>
      </Modal>
    </>
  )
}
