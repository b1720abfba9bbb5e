import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Checkbox, Flex, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { DayInput } from '@/shared/time/DayInput'

export interface RowColumn {
  name: string
  label: string
  type?: 'text' | 'day' | 'flag'
  width?: number
  needed?: boolean
}

interface Props {
  name: string | string[]
  label: string
  columns: readonly RowColumn[]
  most?: number
}

/** Several records of a few fields each, within a form: a line each, added and taken out. */
export const RowsField = ({ name, label, columns, most = 200 }: Props) => {
  const { t } = useTranslation()
  return (
    <Form.Item label={label}>
      <Form.List name={name}>
        {(rows, { add, remove }) => (
          <Flex vertical gap={6}>
            {rows.map((row) => (
              <Flex key={row.key} gap="small" wrap align="center">
                {columns.map((column) => (
                  <Form.Item
                    key={column.name}
                    noStyle
                    name={[row.name, column.name]}
                    {...(column.type === 'flag' ? { valuePropName: 'checked' } : {})}
                    rules={column.needed ? [{ required: true, message: `${label}: ${column.label}` }] : []}
                  >
                    {column.type === 'flag' ? (
                      <Checkbox>{column.label}</Checkbox>
                    ) : column.type === 'day' ? (
                      <DayInput aria-label={column.label} placeholder={column.label} />
                    ) : (
                      <Input
                        aria-label={column.label}
                        placeholder={column.label}
                        title={column.label}
                        maxLength={300}
                        style={{ width: column.width ?? 140 }}
                      />
                    )}
                  </Form.Item>
                ))}
                <Button
                  type="text"
                  size="small"
                  icon={<DeleteOutlined />}
                  aria-label={t('ui:rows.remove')}
                  onClick={() => remove(row.name)}
                />
              </Flex>
            ))}
            {rows.length < most && (
              <Button
                size="small"
                type="dashed"
                icon={<PlusOutlined />}
                style={{ alignSelf: 'start' }}
                onClick={() => add({})}
              >
                {t('ui:rows.add')}
              </Button>
            )}
          </Flex>
        )}
      </Form.List>
    </Form.Item>
  )
}
