import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import styles from './incident.module.css'

/** The shortest way there, step by step. */
export const StepList = ({ path }: { path: Schemas['PathRead'] }) => {
  const { t } = useTranslation()
  const words = useWords()
  return (
    <ol className={styles['steps']}>
      {path.steps.map((one, place) => (
        <li key={`${one.rule} ${one.target.id ?? place} ${one.gives}`} data-action={one.action}>
          <UntrustedText text={words.zh ? one.text_zh : one.text} limit={300} />{' '}
          <span className={styles['aside2']}>
            {one.technique?.id} {one.action ? `${Math.round(one.p * 100)}%` : t('incidents:step.follows')}
          </span>
        </li>
      ))}
    </ol>
  )
}
