import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Moment } from '@/shared/time/Moment'
import { Verdict } from '@/shared/ui/Verdict'
import { useWords } from '@/shared/words'
import styles from './data.module.css'

interface Props {
  phases: Schemas['DataPhaseRead'][]
  chosen: string | undefined
  onChoose: (phase: string) => void
}

/** The life of a data set from left to right; choosing a phase shows its controls. */
export const PhaseSteps = ({ phases, chosen, onChoose }: Props) => {
  const { t } = useTranslation()
  const words = useWords()
  return (
    <ol className={styles['steps']} aria-label={t('data:phases')}>
      {phases.map(({ state }) => (
        <li key={state.phase} data-verdict={state.verdict}>
          <button type="button" aria-pressed={chosen === state.phase} onClick={() => onChoose(state.phase)}>
            <b>{words.zh ? state.zh : state.en}</b>
            <Verdict verdict={state.verdict} />
            <small>
              {state.seen > 0 ? (
                <>
                  {t('data:seen', { number: words.number(state.seen) })} <Moment at={state.last} precision="minute" />
                </>
              ) : (
                t('data:unseen')
              )}
            </small>
            {state.findings > 0 && <small data-bad="true">{t('data:alerts', { count: state.findings })}</small>}
          </button>
        </li>
      ))}
    </ol>
  )
}
