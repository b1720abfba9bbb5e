import { CheckCircleOutlined, CloseCircleOutlined, MinusCircleOutlined, PoweroffOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './rules.module.css'
import type { RuleState } from './search'

const ICONS: Record<RuleState, ReactNode> = {
  active: <CheckCircleOutlined />,
  inactive: <MinusCircleOutlined />,
  rejected: <CloseCircleOutlined />,
}

/** off: somebody switched it off. */
export const RuleStateTag = ({ state, off = false }: { state: RuleState; off?: boolean }) => {
  const { t } = useTranslation()
  return (
    <span className={styles['state']} data-state={state}>
      {off ? <PoweroffOutlined /> : ICONS[state]} {off ? t('rules:state.off') : t(`rules:state.${state}`)}
    </span>
  )
}
