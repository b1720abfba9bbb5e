import { useTranslation } from 'react-i18next'
import { useNow } from '@/shared/time/useNow'
import { Mark } from '@/shared/ui/Mark'
import { useWords } from '@/shared/words'
import type { Clock } from './api'
import { remaining } from './remaining'

const SHADES = {
  conditional: 'informational',
  running: 'medium',
  overdue: 'critical',
  met: 'low',
  met_late: 'high',
} as const

export const ClockTag = ({ clock }: { clock: Clock }) => {
  const { t } = useTranslation()
  const words = useWords()
  const left = remaining(clock, useNow())
  const length = left === undefined ? '' : words.duration(Math.abs(Math.trunc(left / 1_000)) * 1_000)
  return (
    <Mark tone={SHADES[clock.state]}>
      {t(`clocks:state.${clock.state}`)}
      {left !== undefined && ` · ${t(left < 0 ? 'clocks:late' : 'clocks:left', { length })}`}
    </Mark>
  )
}
