import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'

const COLOURS = {
  requested: 'default',
  running: 'processing',
  waiting: 'warning',
  succeeded: 'success',
  failed: 'error',
  cancelled: 'default',
} as const satisfies Record<Schemas['ExecutionStatus'], string>

interface StatusTagProps {
  status: Schemas['ExecutionStatus']
  stuck: string
}

export const StatusTag = ({ status, stuck }: StatusTagProps) => {
  const { t } = useTranslation()
  if (stuck) {
    return (
      <Tag color="error" title={stuck}>
        {t('playbooks:stuck')}
      </Tag>
    )
  }
  return <Tag color={COLOURS[status]}>{t(`playbooks:status.${status}`)}</Tag>
}
