import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  ExclamationCircleOutlined,
  FileDoneOutlined,
  StopOutlined,
  WarningOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SourceState } from './search'
import styles from './sources.module.css'

const ICONS: Record<SourceState, ReactNode> = {
  receiving: <CheckCircleOutlined />,
  failed: <CloseCircleOutlined />,
  dropping: <WarningOutlined />,
  silent: <ExclamationCircleOutlined />,
  waiting: <ClockCircleOutlined />,
  disabled: <StopOutlined />,
  recording: <FileDoneOutlined />,
}

export const SourceStateTag = ({ state }: { state: SourceState }) => {
  const { t } = useTranslation()
  return (
    <span className={styles['state']} data-state={state} title={t(`sources:means.${state}`)}>
      {ICONS[state]} {t(`sources:state.${state}`)}
    </span>
  )
}
