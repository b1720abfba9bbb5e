import { useTranslation } from 'react-i18next'

export type Level = 'informational' | 'low' | 'medium' | 'high' | 'critical'
export const LEVELS: readonly Level[] = ['critical', 'high', 'medium', 'low', 'informational']

/** Told apart without colour: circle, bar, triangle, diamond, octagon (WCAG 2.2, 1.4.1). */
const SHAPES: Record<Level, string> = {
  informational: 'M6 1a5 5 0 1 0 0 10A5 5 0 1 0 6 1zm0 1.600a3.400 3.400 0 1 1 0 6.800 3.400 3.400 0 1 1 0-6.800z',
  low: 'M1 4h10v4H1z',
  medium: 'M6 1l5.500 10H.5z',
  high: 'M6 .3L11.700 6 6 11.700.3 6z',
  critical: 'M3.700.5h4.600l3.200 3.200v4.600l-3.200 3.200H3.700L.5 8.300V3.700z',
}

interface LevelTagProps {
  level: Level
  /** Without the word, which then is the title. */
  short?: boolean
}

export const LevelTag = ({ level, short = false }: LevelTagProps) => {
  const { t } = useTranslation()
  const word = t(`levels:${level}`)
  return (
    <span className={`fs-level fs-level-${level}`} title={word}>
      <svg viewBox="0 0 12 12" width="12" height="12" role="img" aria-label={word}>
        <path d={SHAPES[level]} fill="currentColor" />
      </svg>
      {!short && <span aria-hidden>{word}</span>}
    </span>
  )
}

interface GradeTagProps {
  /** GB/T 20986-2023: 1 is worst. */
  grade: 1 | 2 | 3 | 4
}

const GRADE_AS: Record<GradeTagProps['grade'], Level> = { 1: 'critical', 2: 'high', 3: 'medium', 4: 'low' }

export const GradeTag = ({ grade }: GradeTagProps) => {
  const { t } = useTranslation()
  return (
    <span className={`fs-level fs-level-${GRADE_AS[grade]}`}>
      <b aria-hidden>{['Ⅰ', 'Ⅱ', 'Ⅲ', 'Ⅳ'][grade - 1]}</b>
      <span>{t(`levels:grade.${grade}`)}</span>
    </span>
  )
}
