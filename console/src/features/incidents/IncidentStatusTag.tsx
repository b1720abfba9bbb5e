import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  ExclamationCircleOutlined,
  MergeCellsOutlined,
  PauseCircleOutlined,
  StopOutlined,
} from '@ant-design/icons'
import { Tag } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Status } from './incident'

const LOOKS: Record<Status, { color: string; icon: ReactNode }> = {
  new: { color: 'volcano', icon: <ExclamationCircleOutlined /> },
  in_progress: { color: 'processing', icon: <ClockCircleOutlined /> },
  on_hold: { color: 'warning', icon: <PauseCircleOutlined /> },
  resolved: { color: 'success', icon: <CheckCircleOutlined /> },
  closed: { color: 'default', icon: <StopOutlined /> },
  merged: { color: 'default', icon: <MergeCellsOutlined /> },
}

export const IncidentStatusTag = ({ status }: { status: Status }) => {
  const { t } = useTranslation()
  const { color, icon } = LOOKS[status]
  return (
    <Tag color={color} icon={icon}>
      {t(`incidents:status.${status}`)}
    </Tag>
  )
}
