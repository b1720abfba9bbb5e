import { CheckCircleOutlined, ClockCircleOutlined, MinusCircleOutlined, StopOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './indicators.module.css'
import type { State } from './search'

const ICONS: Record<State, ReactNode> = {
  active: <CheckCircleOutlined />,
  expired: <ClockCircleOutlined />,
  refused: <StopOutlined />,
  revoked: <MinusCircleOutlined />,
}

export const StateTag = ({ state }: { state: State }) => {
  const { t } = useTranslation()
  return (
    <span className={styles['state']} data-state={state}>
      {ICONS[state]} {t(`indicators:state.${state}`)}
    </span>
  )
}
