import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { UnitSelect } from '@/shared/ui/UnitSelect'

interface UnitFieldsProps {
  /** The unit that is edited. */
  id?: string
  top?: boolean
}

export const UnitFields = ({ id, top = false }: UnitFieldsProps) => {
  const { t } = useTranslation()
  const needed = [{ required: true, message: t('units:needed') }]
  return (
    <>
      <Form.Item name="name_zh" label={t('units:name_zh')} rules={needed}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="name" label={t('units:name')} rules={needed}>
        <Input maxLength={200} />
      </Form.Item>
      {!top && (
        <Form.Item name="parent" label={t('units:parent')} rules={needed}>
          <UnitSelect width="100%" allowClear={false} except={id} />
        </Form.Item>
      )}
    </>
  )
}
