import { useQuery } from '@tanstack/react-query'
import { AutoComplete, Checkbox, Flex, Form, Input, InputNumber, Modal, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { DayInput } from '@/shared/time/DayInput'
import { useWords } from '@/shared/words'
import { dataSetsQuery, useAsk } from './api'

const KINDS = ['unit', 'account', 'system'] as const

interface Fields {
  data_set: string
  number?: string
  recipient: string
  recipient_kind: (typeof KINDS)[number]
  names?: string[]
  purposes: string[]
  fields?: string[]
  valid_to: string
  max_rows?: number
  masked: boolean
  onward: boolean
  reason: string
}

/** A request: for whom, what for, which fields, until when. Another person decides. */
export const AskForm = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation()
  const words = useWords()
  const [form] = Form.useForm<Fields>()
  const ask = useAsk()
  const sets = useQuery(dataSetsQuery())
  const needed = [{ required: true, message: t('data:needed') }]
  const tags = { mode: 'tags' as const, open: false, suffixIcon: null, tokenSeparators: [',', '，'] }
  return (
    <Modal
      title={t('data:ask')}
      open
      width={720}
      onCancel={onClose}
      okText={t('data:ask')}
      confirmLoading={ask.isPending}
      onOk={() => form.submit()}
    >
      <Form<Fields>
        name="data-ask"
        form={form}
        layout="vertical"
        size="small"
        initialValues={{ recipient_kind: 'unit', masked: true, onward: false }}
        onFinish={({ valid_to, names, fields, max_rows, number, ...rest }) =>
          ask.mutate(
            {
              ...rest,
              by_unit: '',
              number: number ?? '',
              names: names ?? [],
              fields: fields ?? [],
              max_rows: max_rows ?? 0,
              valid_to: `${valid_to}T23:59:59+08:00`,
              valid_from: null,
            },
            { onSuccess: onClose },
          )
        }
      >
        <Form.Item name="data_set" label={t('data:data_set')} extra={t('data:ask.data_set')} rules={needed}>
          <AutoComplete
            options={(sets.data?.items ?? []).map((one) => ({
              value: one.id,
              label: `${words.name(one)} (${one.id})`,
            }))}
          />
        </Form.Item>
        <Flex gap="small">
          <Form.Item name="recipient_kind" label={t('data:recipient.kind')} style={{ width: 140 }}>
            <Select options={KINDS.map((value) => ({ value, label: t(`data:recipient.${value}`) }))} />
          </Form.Item>
          <Form.Item name="recipient" label={t('data:recipient')} rules={needed} style={{ flex: 1 }}>
            <Input maxLength={200} />
          </Form.Item>
        </Flex>
        <Form.Item name="names" label={t('data:names')} extra={t('data:names.help')}>
          <Select {...tags} />
        </Form.Item>
        <Form.Item name="purposes" label={t('data:purpose')} rules={needed}>
          <Select {...tags} />
        </Form.Item>
        <Form.Item name="fields" label={t('data:fields')} extra={t('data:fields.help')}>
          <Select {...tags} />
        </Form.Item>
        <Flex gap="small">
          <Form.Item name="valid_to" label={t('data:valid_to')} rules={needed}>
            <DayInput />
          </Form.Item>
          <Form.Item name="max_rows" label={t('data:max_rows.title')}>
            <InputNumber min={0} style={{ width: 160 }} />
          </Form.Item>
          <Form.Item name="number" label={t('data:number')}>
            <Input maxLength={64} />
          </Form.Item>
        </Flex>
        <Flex gap="large">
          <Form.Item name="masked" valuePropName="checked">
            <Checkbox>{t('data:masked')}</Checkbox>
          </Form.Item>
          <Form.Item name="onward" valuePropName="checked">
            <Checkbox>{t('data:onward')}</Checkbox>
          </Form.Item>
        </Flex>
        <Form.Item name="reason" label={t('data:reason')} rules={needed}>
          <Input.TextArea rows={3} maxLength={2_000} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
