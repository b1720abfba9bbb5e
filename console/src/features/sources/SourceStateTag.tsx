import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  ExclamationCircleOutlined,
  FileDoneOutlined,
  StopOutlined,
} from '@ant-design/icons'
import { Tag } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SourceState } from './search'

const LOOKS: Record<SourceState, { color: string; icon: ReactNode }> = {
  receiving: { color: 'success', icon: <CheckCircleOutlined /> },
  silent: { color: 'error', icon: <ExclamationCircleOutlined /> },
  waiting: { color: 'warning', icon: <ClockCircleOutlined /> },
  disabled: { color: 'default', icon: <StopOutlined /> },
  recording: { color: 'default', icon: <FileDoneOutlined /> },
}

export const SourceStateTag = ({ state }: { state: SourceState }) => {
  const { t } = useTranslation()
  const { color, icon } = LOOKS[state]
  return (
    <Tag color={color} icon={icon} title={t(`sources:means.${state}`)}>
      {t(`sources:state.${state}`)}
    </Tag>
  )
}
