import { CheckCircleOutlined, ExclamationCircleOutlined, SyncOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { Status, Verdict } from './alert'

/** Told by icon and word; the colours keep 4.5 : 1 on the page's ground. */
const LOOKS = {
  open: { color: 'var(--level-high)', icon: <ExclamationCircleOutlined /> },
  acknowledged: { color: 'var(--accent)', icon: <SyncOutlined /> },
  closed: { color: 'var(--soft)', icon: <CheckCircleOutlined /> },
} as const

/** How far an alert is, and what it turned out to be. */
export const StatusTag = ({ status, verdict }: { status: Status; verdict: Verdict | null }) => {
  const { t } = useTranslation()
  return (
    <span style={{ display: 'inline-flex', gap: 5, whiteSpace: 'nowrap', color: LOOKS[status].color }}>
      {LOOKS[status].icon}
      <span>
        {t(`alerts:status.${status}`)}
        {verdict !== null && ` · ${t(`alerts:verdict.${verdict}`)}`}
      </span>
    </span>
  )
}
