import { useTranslation } from 'react-i18next'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import type { Subject } from './api'
import { Change } from './Change'
import styles from './situation.module.css'

interface Props {
  subjects: Subject[]
  hours: number
  open?: (key: string) => void
}

/** A tile for each part, worst first; its ground says how bad, its number and word say it again. */
export const HeatGrid = ({ subjects, hours, open }: Props) => {
  const { t } = useTranslation()
  const words = useWords()
  const content = (one: Subject) => (
    <>
      <UntrustedText text={words.name(one)} ellipsis />
      <span className={styles['tileline']}>
        <strong>{one.index.toFixed(0)}</strong>
        <span>{t(`situation:band.${one.band}`)}</span>
        <Change of={one} hours={hours} short />
      </span>
    </>
  )
  return (
    <ul className={styles['tiles']}>
      {subjects.map((one) => (
        <li key={one.key}>
          {open ? (
            <button type="button" className={styles['tile']} data-band={one.band} onClick={() => open(one.key)}>
              {content(one)}
            </button>
          ) : (
            <span className={styles['tile']} data-band={one.band}>
              {content(one)}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
