import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useWords } from '@/shared/words'
import styles from './data.module.css'

interface Props {
  phases: Schemas['PhaseState'][]
}

/** Ten cells, one a phase, each by the worst of its controls; the words stand on hover and for those who do not see. */
export const PhaseStrip = ({ phases }: Props) => {
  const { t } = useTranslation()
  const { zh } = useWords()
  const said = (one: Schemas['PhaseState']) =>
    `${zh ? one.zh : one.en}: ${t(`compliance:verdict.${one.verdict}`)}${one.findings > 0 ? ` · ${t('data:alerts', { count: one.findings })}` : ''}`
  return (
    <span className={styles['strip']} role="img" aria-label={phases.map(said).join('; ')}>
      {phases.map((one) => (
        <i key={one.phase} data-verdict={one.verdict} data-found={one.findings > 0} title={said(one)}>
          {(zh ? one.zh : one.en).slice(0, 1)}
        </i>
      ))}
    </span>
  )
}
