import { CheckCircleOutlined, CloseCircleOutlined, MinusCircleOutlined } from '@ant-design/icons'
import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { RuleState } from './search'

const LOOKS = {
  active: { color: 'success', icon: <CheckCircleOutlined /> },
  inactive: { color: 'default', icon: <MinusCircleOutlined /> },
  rejected: { color: 'error', icon: <CloseCircleOutlined /> },
}

export const RuleStateTag = ({ state }: { state: RuleState }) => {
  const { t } = useTranslation()
  const { color, icon } = LOOKS[state]
  return (
    <Tag color={color} icon={icon}>
      {t(`rules:state.${state}`)}
    </Tag>
  )
}
