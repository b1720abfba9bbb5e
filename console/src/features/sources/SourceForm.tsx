import { ExperimentOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input, Modal, Radio, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { UnitSelect } from '@/shared/ui/UnitSelect'
import { fieldsOf, given, inputsOf, shownFields } from './form'
import { kindsQuery, useAddSource, useChangeSource, useTrySource } from './managed'
import { SourceField } from './SourceField'
import { TriedView } from './TriedView'

interface Fields {
  kind: string
  name: string
  unit: string
  input: string
  settings: Record<string, unknown>
  sample: string
}

interface Props {
  /** The source to change; none adds one. */
  source?: { name: string; kind: string; unit: string; settings: Record<string, unknown> }
  onClose: () => void
  onAdded?: (name: string) => void
}

export const SourceForm = ({ source, onClose, onAdded }: Props) => {
  const { t, i18n } = useTranslation()
  const zh = i18n.language.startsWith('zh')
  const [form] = Form.useForm<Fields>()
  const kinds = useQuery(kindsQuery())
  const add = useAddSource()
  const change = useChangeSource(source?.name ?? '')
  const attempt = useTrySource()
  const known = kinds.data?.items ?? []
  const chosen = Form.useWatch('kind', form) ?? source?.kind ?? 'syslog'
  const kind = known.find((one) => one.name === chosen)
  const inputs = kind ? inputsOf(kind, zh) : []
  const named = Form.useWatch('input', form)
  const input = inputs.some((one) => one.name === named) ? named : (inputs[0]?.name ?? '')
  const fields = kind ? shownFields(fieldsOf(kind, zh), inputs, input) : []
  const title = source ? t('sources:edit') : t('sources:add')

  const body = (values: Fields): Schemas['SourceWrite'] => ({
    kind: chosen,
    unit: values.unit,
    settings: given(fields, values.settings ?? {}),
  })
  const save = (values: Fields) => {
    if (source) change.mutate(body(values), { onSuccess: onClose })
    else
      add.mutate(
        { ...body(values), name: values.name },
        {
          onSuccess: () => {
            onClose()
            onAdded?.(values.name)
          },
        },
      )
  }
  const test = async () => {
    const values = await form.validateFields().catch(() => null)
    if (values) attempt.mutate({ ...body(values), name: values.name || 'test', sample: values.sample ?? '', wait_s: 5 })
  }
  const first = inputs.find((one) => source?.settings[one.name] !== undefined)?.name
  if (!kinds.data) return null
  return (
    <Modal
      title={title}
      open
      width={680}
      onCancel={onClose}
      maskClosable={false}
      footer={[
        <Button key="test" icon={<ExperimentOutlined />} loading={attempt.isPending} onClick={test}>
          {t('sources:test')}
        </Button>,
        <Button key="cancel" onClick={onClose}>
          {t('sources:form.cancel')}
        </Button>,
        <Button key="save" type="primary" loading={add.isPending || change.isPending} onClick={form.submit}>
          {title}
        </Button>,
      ]}
    >
      <Form
        name="source"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          kind: chosen,
          name: source?.name ?? '',
          unit: source?.unit ?? 'district',
          input: first ?? inputs[0]?.name,
          settings: {
            ...(kind ? Object.fromEntries(fieldsOf(kind, zh).map((field) => [field.name, field.initial])) : {}),
            ...source?.settings,
          },
        }}
        onFinish={save}
      >
        <Form.Item name="kind" label={t('sources:column.kind')}>
          <Select
            disabled={source !== undefined}
            onChange={() => attempt.reset()}
            options={known.map((one) => ({ value: one.name, label: zh ? one.title_zh : one.title }))}
          />
        </Form.Item>
        <Form.Item
          name="name"
          label={t('sources:form.name')}
          rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9-]{0,62}$/, message: t('sources:form.name.help') }]}
        >
          <Input maxLength={63} autoComplete="off" disabled={source !== undefined} />
        </Form.Item>
        <Form.Item name="unit" label={t('sources:column.unit')}>
          <UnitSelect allowClear={false} width="100%" />
        </Form.Item>
        {inputs.length > 1 && (
          <Form.Item name="input" label={t('sources:input')}>
            <Radio.Group options={inputs.map((one) => ({ value: one.name, label: one.title }))} />
          </Form.Item>
        )}
        {fields.map((field) => (
          <SourceField
            key={field.name}
            field={
              field.name === 'listen' && kind
                ? { ...field, help: kind.schemes.map((scheme) => `${scheme}://0.0.0.0:5514`).join('  ') }
                : field.name === 'path'
                  ? { ...field, help: t('sources:form.folders', { folders: kinds.data.folders.join('  ') }) }
                  : field
            }
            required={field.name === input}
          />
        ))}
        {chosen !== 'interface' && (
          <Form.Item name="sample" label={t('sources:form.sample')} extra={t('sources:form.sample.help')}>
            <Input.TextArea rows={2} maxLength={65_536} autoComplete="off" />
          </Form.Item>
        )}
      </Form>
      {attempt.data && <TriedView tried={attempt.data} />}
    </Modal>
  )
}
