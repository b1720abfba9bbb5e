import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { EntityMenu } from '@/shared/entities/EntityMenu'
import { useWords } from '@/shared/words'
import styles from './incident.module.css'
import { shared } from './reason'

/** Why an alert belongs. What connects it is shown as entities to go on from, where there is any. */
export const MemberReason = ({ reason }: { reason: Schemas['Why'] }) => {
  const { t } = useTranslation()
  const words = useWords()
  const entities = shared(reason)
  if (entities.length === 0) return <div className={styles['reason']}>{words.zh ? reason.text_zh : reason.text}</div>
  return (
    <div className={styles['reason']}>
      {t('incidents:reason.shared')}
      {entities.map((entity, place) => (
        <span key={entity.key}>
          {place > 0 && <span aria-hidden> → </span>}
          <EntityMenu entity={entity} ellipsis />
        </span>
      ))}
      <span className={styles['weight']}>{t('incidents:reason.weight', { weight: reason.weight.toFixed(2) })}</span>
    </div>
  )
}
