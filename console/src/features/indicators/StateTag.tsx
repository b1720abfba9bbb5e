import { CheckCircleOutlined, ClockCircleOutlined, MinusCircleOutlined, StopOutlined } from '@ant-design/icons'
import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { State } from './search'

const LOOKS = {
  active: { color: 'green', icon: <CheckCircleOutlined /> },
  expired: { color: 'default', icon: <ClockCircleOutlined /> },
  refused: { color: 'orange', icon: <StopOutlined /> },
  revoked: { color: 'default', icon: <MinusCircleOutlined /> },
} as const

export const StateTag = ({ state }: { state: State }) => {
  const { t } = useTranslation()
  return (
    <Tag color={LOOKS[state].color} icon={LOOKS[state].icon}>
      {t(`indicators:state.${state}`)}
    </Tag>
  )
}
