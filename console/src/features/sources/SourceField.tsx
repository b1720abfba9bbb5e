import { Form, Input, InputNumber, Select, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Field } from './form'
import { TokenDigest } from './TokenDigest'

export const SourceField = ({ field, required }: { field: Field; required: boolean }) => {
  const { t } = useTranslation()
  return (
    <Form.Item
      name={['settings', field.name]}
      label={field.title}
      extra={field.help}
      valuePropName={field.shape === 'switch' ? 'checked' : 'value'}
      rules={required ? [{ required: true, message: t('sources:form.needed') }] : []}
    >
      {control(field)}
    </Form.Item>
  )
}

const control = (field: Field) => {
  if (field.name === 'token_sha256') return <TokenDigest />
  if (field.shape === 'switch') return <Switch />
  if (field.shape === 'list') return <Select mode="tags" open={false} suffixIcon={null} />
  if (field.shape === 'number')
    return (
      <InputNumber
        style={{ width: '100%' }}
        {...(field.minimum === undefined ? {} : { min: field.minimum })}
        {...(field.maximum === undefined ? {} : { max: field.maximum })}
      />
    )
  return <Input maxLength={1_024} autoComplete="off" />
}
