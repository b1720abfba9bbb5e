import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Moment } from '@/shared/time/Moment'
import { Panel } from '@/shared/ui/Panel'
import { Loaded, Partial } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { outlookQuery } from './api'
import { BlastRadius } from './BlastRadius'
import { Containment } from './Containment'
import styles from './incident.module.css'
import { NextSteps } from './NextSteps'

/** What could follow: what the attacker holds, what comes next, what is within reach, and what stops it. */
export const Outlook = ({ id }: { id: string }) => {
  const { t } = useTranslation()
  const outlook = useQuery(outlookQuery(id))
  return (
    <Loaded query={outlook}>
      {(data) => (
        <div className="fs-stack">
          {data.unplaced.length > 0 && (
            <Partial
              reason={
                <>
                  {t('incidents:outlook.unplaced', { count: data.unplaced.length })}{' '}
                  <UntrustedText text={data.unplaced.slice(0, 8).join(', ')} limit={400} />
                </>
              }
            />
          )}
          <div className={styles['two']}>
            <Panel title={t('incidents:outlook.held')} extra={<Moment at={data.as_of} precision="minute" />}>
              <Held held={data.held} />
            </Panel>
            <Panel title={t('incidents:outlook.next')}>
              <NextSteps steps={data.next} />
            </Panel>
          </div>
          <Panel title={t('incidents:outlook.blast')}>
            <BlastRadius blast={data.blast} />
          </Panel>
          <Panel title={t('incidents:outlook.containment')}>
            <Containment plans={data.containment} />
          </Panel>
          <p className={styles['aside2']}>{t('incidents:outlook.assumed')}</p>
        </div>
      )}
    </Loaded>
  )
}

const Held = ({ held }: { held: Schemas['IncidentOutlook']['held'] }) => {
  const { t } = useTranslation()
  const words = useWords()
  if (held.length === 0) return <p className={styles['aside2']}>{t('incidents:outlook.held.none')}</p>
  return (
    <ol className={styles['told']}>
      {held.slice(0, 20).map((one) => (
        <li key={`${one.kind} ${one.target.id ?? one.target.name}`}>
          <strong>{Math.round(one.belief * 100)}%</strong>
          <span>
            {words.zh ? one.text_zh : one.text} <UntrustedText text={words.name(one.target)} limit={120} />{' '}
            <span className={styles['aside2']}>{t('incidents:sentence.evidence', { count: one.alerts.length })}</span>
          </span>
        </li>
      ))}
    </ol>
  )
}
