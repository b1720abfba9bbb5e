import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '@/shared/time/Moment'
import { LevelTag } from '@/shared/ui/LevelTag'
import { Panel } from '@/shared/ui/Panel'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { incidentHistoryQuery } from './api'
import { IncidentStatusTag } from './IncidentStatusTag'
import styles from './incident.module.css'

const AT_ONCE = 20

/** Latest first: what the correlator did, and what people decided. */
export const IncidentHistory = ({ id }: { id: string }) => {
  const { t } = useTranslation()
  const history = useQuery(incidentHistoryQuery(id))
  const [shown, show] = useState(AT_ONCE)
  return (
    <Panel title={t('incidents:history')} extra={history.data?.items.length}>
      <Loaded query={history} empty={(data) => data.items.length === 0}>
        {(data) => (
          <>
            <ol className={styles['history']}>
              {data.items
                .toReversed()
                .slice(0, shown)
                .map((change) => (
                  <li key={`${change.time} ${change.kind} ${change.alert ?? ''}`}>
                    <Moment at={change.time} />
                    <div>
                      <strong>{t(`incidents:change.${change.kind}`)}</strong> <UntrustedText text={change.actor} />{' '}
                      <IncidentStatusTag status={change.status} /> <LevelTag level={change.level} />{' '}
                      {change.score.toFixed(1)}
                      {change.note && (
                        <div>
                          <UntrustedText text={change.note} limit={500} />
                        </div>
                      )}
                    </div>
                  </li>
                ))}
            </ol>
            {data.items.length > shown && (
              <Button block size="small" onClick={() => show(shown + AT_ONCE)}>
                {t('incidents:timeline.more', { count: data.items.length - shown })}
              </Button>
            )}
          </>
        )}
      </Loaded>
    </Panel>
  )
}
