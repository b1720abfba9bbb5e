import { CheckCircleOutlined, ExclamationCircleOutlined, SyncOutlined } from '@ant-design/icons'
import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Status, Verdict } from './alert'

const LOOKS = {
  open: { color: 'orange', icon: <ExclamationCircleOutlined /> },
  acknowledged: { color: 'blue', icon: <SyncOutlined /> },
  closed: { color: 'default', icon: <CheckCircleOutlined /> },
} as const

/** How far an alert is, and what it turned out to be. */
export const StatusTag = ({ status, verdict }: { status: Status; verdict: Verdict | null }) => {
  const { t } = useTranslation()
  return (
    <Tag {...LOOKS[status]}>
      {t(`alerts:status.${status}`)}
      {verdict !== null && ` · ${t(`alerts:verdict.${verdict}`)}`}
    </Tag>
  )
}
