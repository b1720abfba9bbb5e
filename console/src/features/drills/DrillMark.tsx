import { useTranslation } from 'react-i18next'
import { useNow } from '@/shared/time/useNow'
import { Mark, type Tone } from '@/shared/ui/Mark'
import type { Drill, DrillStatus } from './api'

const TONES: Record<DrillStatus, Tone> = {
  planned: 'informational',
  running: 'medium',
  passed: 'low',
  failed: 'critical',
  cancelled: 'informational',
}

/** A planned drill whose time has come says so. */
export const DrillMark = ({ drill: { status, scheduled } }: { drill: Pick<Drill, 'status' | 'scheduled'> }) => {
  const { t } = useTranslation()
  const now = useNow()
  if (status === 'planned' && scheduled !== null && Date.parse(scheduled) <= now)
    return <Mark tone="high">{t('drills:status.due')}</Mark>
  return <Mark tone={TONES[status]}>{t(`drills:status.${status}`)}</Mark>
}
