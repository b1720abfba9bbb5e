import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Mark, type Tone } from '@/shared/ui/Mark'
import type { Lamp } from './api'

const TONES: Record<Lamp, Tone> = { red: 'critical', amber: 'high', green: 'low', grey: 'informational' }

export const LampMark = ({ lamp }: { lamp: Lamp }) => {
  const { t } = useTranslation()
  return <Mark tone={TONES[lamp]}>{t(`recovery:lamp.${lamp}`)}</Mark>
}

/** Why a lamp is not green, worst first. */
export const Reasons = ({ reasons }: { reasons: readonly Schemas['BackupReason'][] }) => {
  const { t } = useTranslation()
  return (
    <>
      {reasons.map((one) => (
        <div key={one.code}>{t(`recovery:reason.${one.code}`, one.params)}</div>
      ))}
    </>
  )
}
