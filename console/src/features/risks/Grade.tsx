import { useTranslation } from 'react-i18next'
import { Mark, type Tone } from '@/shared/ui/Mark'

const TONES: Record<number, Tone> = { 1: 'informational', 2: 'low', 3: 'medium', 4: 'high', 5: 'critical' }

/** A grade from 1 (very low) to 5 (very high), in a word and its number. */
export const Grade = ({ grade }: { grade: number }) => {
  const { t } = useTranslation()
  return (
    <Mark tone={TONES[grade] ?? 'informational'}>
      {grade} {t(`risks:grade.${grade}`)}
    </Mark>
  )
}
