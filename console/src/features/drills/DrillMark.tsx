import { useTranslation } from 'react-i18next'
import { Mark, type Tone } from '@/shared/ui/Mark'
import type { DrillStatus } from './api'

const TONES: Record<DrillStatus, Tone> = {
  planned: 'informational',
  running: 'medium',
  passed: 'low',
  failed: 'critical',
  cancelled: 'informational',
}

export const DrillMark = ({ status }: { status: DrillStatus }) => {
  const { t } = useTranslation()
  return <Mark tone={TONES[status]}>{t(`drills:status.${status}`)}</Mark>
}
