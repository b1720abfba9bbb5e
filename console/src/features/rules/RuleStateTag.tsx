import { CheckCircleOutlined, CloseCircleOutlined, MinusCircleOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './rules.module.css'
import type { RuleState } from './search'

const ICONS: Record<RuleState, ReactNode> = {
  active: <CheckCircleOutlined />,
  inactive: <MinusCircleOutlined />,
  rejected: <CloseCircleOutlined />,
}

export const RuleStateTag = ({ state }: { state: RuleState }) => {
  const { t } = useTranslation()
  return (
    <span className={styles['state']} data-state={state}>
      {ICONS[state]} {t(`rules:state.${state}`)}
    </span>
  )
}
