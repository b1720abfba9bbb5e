import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import styles from './verdict.module.css'

const SHAPES: Record<Schemas['Verdict'], string> = {
  met: '●',
  partly_met: '◐',
  not_met: '▲',
  unknown: '○',
  not_applicable: '–',
}

/** A result by shape, colour and word. */
export const Verdict = ({ verdict }: { verdict: Schemas['Verdict'] }) => {
  const { t } = useTranslation()
  return (
    <span className={styles['verdict']} data-verdict={verdict}>
      <span aria-hidden="true">{SHAPES[verdict]}</span> {t(`compliance:verdict.${verdict}`)}
    </span>
  )
}

/** Items by result, as a bar; the numbers stand beside it. */
export const Share = ({ counted }: { counted: Schemas['Counted'] }) => {
  const { t } = useTranslation()
  const shown = (['met', 'partly_met', 'not_met', 'unknown'] as const).map((name) => ({ name, number: counted[name] }))
  const says = shown.map(({ name, number }) => `${t(`compliance:verdict.${name}`)} ${number}`).join(' · ')
  return (
    <span className={styles['share']} role="img" aria-label={says} title={says}>
      {shown.map(({ name, number }) => (
        <i key={name} data-verdict={name} style={{ flexGrow: number }} />
      ))}
    </span>
  )
}
