import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useWords } from '@/shared/words'
import styles from './incident.module.css'

/** All tactics of ATT&CK in the order of the matrix; those that were seen stand out and say how often. */
export const AttackStrip = ({ strip }: { strip: Schemas['TacticHit'][] }) => {
  const { t } = useTranslation()
  const words = useWords()
  return (
    <ol className={styles['strip']} aria-label={t('incidents:strip')}>
      {strip.map((one) => (
        <li key={`${one.domain} ${one.tactic.shortname}`} data-seen={one.alerts > 0} data-domain={one.domain}>
          <span>{words.name(one.tactic)}</span>
          <strong>{one.alerts > 0 ? one.alerts : '—'}</strong>
        </li>
      ))}
    </ol>
  )
}
