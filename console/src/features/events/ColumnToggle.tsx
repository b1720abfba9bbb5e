import { MinusOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'

type Props = { field: string; shown: boolean; onToggle: (field: string) => void }

export const ColumnToggle = ({ field, shown, onToggle }: Props) => {
  const { t } = useTranslation()
  const label = shown ? t('events:column.remove') : t('events:column.add')
  return (
    <Button
      type="text"
      size="small"
      aria-label={`${label} ${field}`}
      title={label}
      icon={shown ? <MinusOutlined /> : <PlusOutlined />}
      onClick={(event) => {
        event.stopPropagation()
        onToggle(field)
      }}
    />
  )
}
