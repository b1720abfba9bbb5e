import { Form, Input, Modal, Radio } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { useShortcut } from '@/shared/keys/shortcuts'
import { STATUSES, type Status, VERDICTS } from './alert'
import { lacks } from './decisions'

const LONGEST_NOTE = 4_000

type Decision = Schemas['AlertDecision']

type Props = {
  /** About how many alerts. 0: closed. */
  number: number
  initial: Status
  busy: boolean
  onDecide: (decision: Decision) => void
  onCancel: () => void
}

/** Status, verdict and note, for one alert or for many at once. */
export const DecideModal = ({ number, initial, busy, onDecide, onCancel }: Props) => {
  const { t } = useTranslation()
  const [form] = Form.useForm<Decision>()
  const status = Form.useWatch('status', form) ?? initial
  const verdict = Form.useWatch('verdict', form)
  // Before the drawer's own, so that what was written does not go with the drawer.
  useShortcut('Escape', key('keys:close'), onCancel, number > 0)
  const lacking = (what: 'verdict' | 'note') => ({
    validator: () =>
      lacks(form.getFieldsValue()) === what
        ? Promise.reject(new Error(t(`alerts:decide.lacks.${what}`)))
        : Promise.resolve(),
  })
  return (
    <Modal
      open={number > 0}
      keyboard={false}
      title={number > 1 ? t('alerts:decide.many', { number }) : t('alerts:decide')}
      okText={t('alerts:decide.send')}
      confirmLoading={busy}
      onOk={() => form.submit()}
      onCancel={onCancel}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={{ status: initial, note: '' }}
        onFinish={({ status: next, verdict: found, note }) =>
          onDecide({ status: next, note: note ?? '', ...(next === 'closed' && found ? { verdict: found } : {}) })
        }
      >
        <Form.Item name="status" label={t('alerts:column.status')}>
          <Radio.Group
            optionType="button"
            options={STATUSES.map((each) => ({ value: each, label: t(`alerts:status.${each}`) }))}
          />
        </Form.Item>
        {status === 'closed' && (
          <Form.Item name="verdict" label={t('alerts:verdict')} required rules={[lacking('verdict')]}>
            <Radio.Group
              options={VERDICTS.map((each) => ({
                value: each,
                label: `${t(`alerts:verdict.${each}`)} — ${t(`alerts:verdict.help.${each}`)}`,
              }))}
              vertical
            />
          </Form.Item>
        )}
        <Form.Item
          name="note"
          label={t('alerts:note')}
          required={status === 'closed' && verdict === 'false_positive'}
          rules={[lacking('note')]}
          extra={t('alerts:note.use')}
        >
          <Input.TextArea rows={4} maxLength={LONGEST_NOTE} showCount />
        </Form.Item>
      </Form>
    </Modal>
  )
}
