import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, DatePicker, Flex, Form, Input, Modal, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useSession } from '@/shared/session'
import { RangePicker } from '@/shared/time/RangePicker'
import { type Range, resolveRange } from '@/shared/time/range'
import { UnitSelect } from '@/shared/ui/UnitSelect'
import { useAddException, usePreviewException } from './api'
import { ExceptionPreview } from './ExceptionPreview'

interface Props {
  rule: Schemas['RuleRead']
  /** What to begin with, from a proposal. */
  conditions?: readonly Schemas['Condition'][] | undefined
  onClose: () => void
}

interface Values {
  title: string
  reason: string
  unit: string
  expires: Dayjs
  conditions: { field: string; values: string[] }[]
}

const LONGEST_DAYS = 365

/** A value as a filter takes it: numbers as numbers, so that they equal what events carry. */
const typed = (text: string): string | number =>
  /^-?\d{1,15}$/.test(text) && String(Number(text)) === text ? Number(text) : text

/** Makes an exception; what it would have hidden is shown before it can be kept. */
export const ExceptionForm = ({ rule, conditions, onClose }: Props) => {
  const { t } = useTranslation()
  const session = useSession()
  const [form] = Form.useForm<Values>()
  const [range, setRange] = useState<Range>({ from: 'now-30d', to: 'now' })
  const preview = usePreviewException()
  const add = useAddException()
  const given = (values: Pick<Values, 'conditions' | 'unit'>) => ({
    rule: rule.id ?? '',
    unit: values.unit,
    conditions: values.conditions.map(({ field, values: wanted }) => ({
      field: field.trim(),
      values: wanted.map((value) => typed(value.trim())),
    })),
  })
  const look = async () => {
    const values = await form.validateFields(['conditions', 'unit'], { recursive: true })
    const span = resolveRange(range)
    if (span) preview.mutate({ ...given(values), ...span })
  }
  const keep = async () => {
    const values = await form.validateFields()
    const body = { ...given(values), title: values.title, reason: values.reason, expires: values.expires.toISOString() }
    add.mutate(body, { onSuccess: onClose })
  }
  return (
    <Modal
      open
      width={820}
      title={t('rules:exception.add')}
      onCancel={onClose}
      okText={t('rules:exception.keep')}
      okButtonProps={{ disabled: preview.data === undefined }}
      confirmLoading={add.isPending}
      onOk={() => void keep().catch(() => undefined)}
    >
      <Form<Values>
        form={form}
        name="exception"
        layout="vertical"
        requiredMark={false}
        onValuesChange={(changed) => ('conditions' in changed || 'unit' in changed) && preview.reset()}
        initialValues={{
          unit: session.unit,
          expires: dayjs().add(30, 'day'),
          conditions: conditions?.map(({ field, values }) => ({ field, values: values.map(String) })) ?? [
            { field: '', values: [] },
          ],
        }}
      >
        <p>{t('rules:exception.help')}</p>
        <Form.List name="conditions">
          {(fields, { add: more, remove }) => (
            <Flex vertical gap="small">
              {fields.map(({ key, name }) => (
                <Flex key={key} gap="small" align="start">
                  <Form.Item
                    name={[name, 'field']}
                    noStyle
                    rules={[{ required: true, whitespace: true, message: t('rules:exception.field.missing') }]}
                  >
                    <Input
                      className="fs-mono"
                      style={{ width: 240 }}
                      aria-label={t('rules:exception.field')}
                      placeholder={t('rules:exception.field')}
                      maxLength={256}
                    />
                  </Form.Item>
                  <Form.Item
                    name={[name, 'values']}
                    noStyle
                    rules={[{ required: true, message: t('rules:exception.values.missing') }]}
                  >
                    <Select
                      mode="tags"
                      open={false}
                      suffixIcon={null}
                      style={{ flex: 1 }}
                      aria-label={t('rules:exception.values')}
                      placeholder={t('rules:exception.values')}
                    />
                  </Form.Item>
                  <Button
                    icon={<DeleteOutlined />}
                    aria-label={t('rules:exception.remove')}
                    disabled={fields.length === 1}
                    onClick={() => remove(name)}
                  />
                </Flex>
              ))}
              <div>
                <Button size="small" icon={<PlusOutlined />} onClick={() => more({ field: '', values: [] })}>
                  {t('rules:exception.and')}
                </Button>
              </div>
            </Flex>
          )}
        </Form.List>
        <Flex gap="small" align="center" wrap style={{ margin: '12px 0' }}>
          <span>{t('rules:exception.over')}</span>
          <RangePicker value={range} onChange={setRange} />
          <Button loading={preview.isPending} onClick={() => void look().catch(() => undefined)}>
            {t('rules:exception.preview')}
          </Button>
        </Flex>
        {preview.data && <ExceptionPreview found={preview.data} />}
        <Form.Item
          name="title"
          label={t('rules:exception.title')}
          rules={[{ required: true, whitespace: true, message: t('rules:exception.title.missing') }]}
        >
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('rules:exception.reason')}
          rules={[{ required: true, whitespace: true, message: t('rules:exception.reason.missing') }]}
        >
          <Input.TextArea maxLength={2_000} autoSize={{ minRows: 2, maxRows: 5 }} />
        </Form.Item>
        <Flex gap="middle" wrap>
          <Form.Item name="unit" label={t('rules:exception.unit')} rules={[{ required: true }]}>
            <UnitSelect allowClear={false} />
          </Form.Item>
          <Form.Item name="expires" label={t('rules:exception.expires')} rules={[{ required: true }]}>
            <DatePicker allowClear={false} minDate={dayjs().add(1, 'day')} maxDate={dayjs().add(LONGEST_DAYS, 'day')} />
          </Form.Item>
        </Flex>
      </Form>
    </Modal>
  )
}
