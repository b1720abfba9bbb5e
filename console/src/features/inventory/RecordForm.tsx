import { Button, Flex, Form, Input, InputNumber, Select, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { UnitSelect } from '@/shared/ui/UnitSelect'
import { useWords } from '@/shared/words'
import { usePutRecord } from './api'
import { fieldTitle } from './fields'

interface Props {
  kind: Schemas['InventoryKindRead']
  /** The record that is edited; none adds one. */
  record?: Schemas['InventoryRecord']
  onDone: (id: string) => void
}

const control = (field: Schemas['InventoryField'], zh: boolean) => {
  if (field.name === 'unit') return <UnitSelect width="100%" allowClear={false} />
  if (field.type === 'boolean') return <Switch />
  if (field.type === 'integer' || field.type === 'number')
    return (
      <InputNumber
        style={{ width: '100%' }}
        {...(field.least === null ? {} : { min: field.least })}
        {...(field.most === null ? {} : { max: field.most })}
      />
    )
  if (field.type === 'choice')
    return (
      <Select
        options={field.choices.map(({ value, title_zh }) => ({
          value,
          label: zh ? title_zh : value.replaceAll('_', ' '),
        }))}
      />
    )
  if (field.type === 'texts')
    return <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', '，', ' ']} />
  return <Input maxLength={1000} autoComplete="off" />
}

/** A record's fields as they are described by the interface. Times are told by scanners, not by people. */
export const RecordForm = ({ kind, record, onDone }: Props) => {
  const { t } = useTranslation()
  const { zh } = useWords()
  const put = usePutRecord(kind.kind)
  const fields = kind.fields.filter((field) => field.type !== 'time' && (record === undefined || field.name !== 'id'))
  const save = (values: Record<string, unknown>) => {
    const given = Object.fromEntries(
      Object.entries(values).filter(([, value]) => value !== undefined && value !== null),
    )
    const id = record?.id ?? String(given['id'])
    put.mutate({ id, values: { ...given, id } }, { onSuccess: () => onDone(id) })
  }
  return (
    <Form name="record" layout="vertical" requiredMark={false} initialValues={record?.values ?? {}} onFinish={save}>
      {fields.map((field) => (
        <Form.Item
          key={field.name}
          name={field.name}
          label={fieldTitle(field, zh)}
          {...(field.type === 'boolean' ? { valuePropName: 'checked' } : {})}
          rules={field.required ? [{ required: true, message: t('inventory:needed') }] : []}
        >
          {control(field, zh)}
        </Form.Item>
      ))}
      <Flex gap="small">
        <Button type="primary" htmlType="submit" loading={put.isPending}>
          {t('inventory:save')}
        </Button>
        {record !== undefined && <Button onClick={() => onDone(record.id)}>{t('inventory:cancel')}</Button>}
      </Flex>
    </Form>
  )
}
