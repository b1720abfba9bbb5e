import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  ExclamationCircleOutlined,
  MergeCellsOutlined,
  PauseCircleOutlined,
  StopOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Status } from './incident'
import styles from './incident.module.css'

const ICONS: Record<Status, ReactNode> = {
  new: <ExclamationCircleOutlined />,
  in_progress: <ClockCircleOutlined />,
  on_hold: <PauseCircleOutlined />,
  resolved: <CheckCircleOutlined />,
  closed: <StopOutlined />,
  merged: <MergeCellsOutlined />,
}

export const IncidentStatusTag = ({ status }: { status: Status }) => {
  const { t } = useTranslation()
  return (
    <span className={styles['status']} data-status={status}>
      {ICONS[status]} {t(`incidents:status.${status}`)}
    </span>
  )
}
