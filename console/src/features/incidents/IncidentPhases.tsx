import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import styles from './incident.module.css'
import { phases } from './phases'

interface Props {
  incident: Schemas['IncidentDetail']
  chosen: string | undefined
  choose: (tactic: string | undefined) => void
}

/** The tactics in the order they began. Choosing one limits the timeline to it. */
export const IncidentPhases = ({ incident, chosen, choose }: Props) => {
  const { t } = useTranslation()
  const words = useWords()
  const maySeeRules = useMay('rules:read')
  return (
    <ol className={styles['phases']} aria-label={t('incidents:phases')}>
      {phases(incident.tactics, incident.members).map((phase, place) => {
        const { shortname } = phase.tactic
        const on = shortname === chosen
        return (
          <li key={shortname} className={styles['phase']} data-chosen={on}>
            <button
              type="button"
              className={styles['choose']}
              aria-pressed={on}
              onClick={() => choose(on ? undefined : shortname)}
            >
              <span className={styles['number']}>{place + 1}</span>
              <strong>{words.name(phase.tactic)}</strong>
              <span className={styles['count']}>{t('incidents:phase.alerts', { count: phase.alerts })}</span>
            </button>
            <div className={styles['began']}>
              <Moment at={phase.began} />
            </div>
            <div className={styles['techniques']}>
              {phase.techniques.map((technique) =>
                maySeeRules ? (
                  <Link key={technique.id} to="/rules" search={{ technique: technique.id }} title={technique.name}>
                    {technique.id}
                  </Link>
                ) : (
                  <span key={technique.id} title={technique.name}>
                    {technique.id}
                  </span>
                ),
              )}
            </div>
            <UntrustedText text={phase.targets.join(' · ')} ellipsis />
          </li>
        )
      })}
    </ol>
  )
}
