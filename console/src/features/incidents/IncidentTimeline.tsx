import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Panel } from '@/shared/ui/Panel'
import { Empty, Partial } from '@/shared/ui/states'
import styles from './incident.module.css'
import { TimelinePassage } from './TimelinePassage'
import { passages } from './timeline'

interface Props {
  incident: Schemas['IncidentDetail']
  tactic: string | undefined
}

/** Passages drawn before somebody asks for more. */
const AT_ONCE = 100

export const IncidentTimeline = ({ incident, tactic }: Props) => {
  const { t } = useTranslation()
  const [shown, show] = useState(AT_ONCE)
  const told = useMemo(
    () =>
      passages(
        incident.members.filter(({ alert }) => !tactic || alert.tactics.some((one) => one.shortname === tactic)),
      ),
    [incident.members, tactic],
  )
  const missing = incident.alert_count - incident.members.length
  return (
    <Panel
      title={t('incidents:timeline')}
      extra={t('incidents:timeline.count', {
        passages: told.length,
        alerts: told.reduce((sum, passage) => sum + passage.members.length, 0),
      })}
    >
      {missing > 0 && <Partial reason={t('incidents:timeline.missing', { count: missing })} />}
      {told.length === 0 && <Empty />}
      <ol className={styles['timeline']}>
        {told.slice(0, shown).map((passage) => (
          <TimelinePassage key={passage.key} passage={passage} />
        ))}
      </ol>
      {told.length > shown && (
        <Button block onClick={() => show(shown + AT_ONCE)}>
          {t('incidents:timeline.more', { count: told.length - shown })}
        </Button>
      )}
    </Panel>
  )
}
