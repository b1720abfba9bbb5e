import { Link } from '@tanstack/react-router'
import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Span } from '@/shared/time/Span'
import { LevelTag } from '@/shared/ui/LevelTag'
import { Panel } from '@/shared/ui/Panel'
import { Empty } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { Leads } from './Leads'
import styles from './overview.module.css'

export const NewestIncidents = ({ incidents }: { incidents: Schemas['IncidentRead'][] }) => {
  const { t } = useTranslation()
  return (
    <Panel title={t('overview:newest')} extra={<Leads to="incidents">{t('overview:all')}</Leads>}>
      {incidents.length === 0 && <Empty title={t('overview:newest.none')}>{t('overview:newest.none.next')}</Empty>}
      <ol className={styles['incidents']}>
        {incidents.map((incident) => (
          <IncidentLine key={incident.id} incident={incident} />
        ))}
      </ol>
    </Panel>
  )
}

const IncidentLine = ({ incident }: { incident: Schemas['IncidentRead'] }) => {
  const { t, i18n } = useTranslation()
  const may = useMay('incidents:read')
  const maySeeAlerts = useMay('alerts:read')
  const zh = i18n.language === 'zh-CN'
  const title = <UntrustedText text={zh ? incident.title_zh : incident.title} />
  const alerts = t('overview:newest.alerts', { count: incident.alert_count })
  return (
    <li>
      <div className={styles['line']}>
        <LevelTag level={incident.level} />
        {may ? (
          <Link to="/incidents/$incidentId" params={{ incidentId: incident.id }} className={styles['title']}>
            {title}
          </Link>
        ) : (
          <span className={styles['title']}>{title}</span>
        )}
      </div>
      <div className="fs-soft">
        {t(`overview:status.${incident.status}`)} · <Span first={incident.first_event} last={incident.last_event} /> ·{' '}
        {maySeeAlerts ? (
          <Link to="/alerts" search={{ incident: incident.id }}>
            {alerts}
          </Link>
        ) : (
          alerts
        )}{' '}
        · {t('overview:newest.score', { score: incident.score.toFixed(1) })}
      </div>
      <div className={styles['chain']}>
        {incident.tactics.map((tactic, place) => (
          <span key={tactic.shortname}>
            {place > 0 && <span aria-hidden>→</span>}
            <Tag>{zh ? tactic.name_zh : tactic.name}</Tag>
          </span>
        ))}
      </div>
    </li>
  )
}
