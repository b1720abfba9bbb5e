import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { LevelTag } from '@/shared/ui/LevelTag'
import { Leads } from './Leads'
import styles from './overview.module.css'

export const Counts = ({ overview }: { overview: Schemas['OverviewRead'] }) => {
  const { t, i18n } = useTranslation()
  const number = (value: number) => value.toLocaleString(i18n.language)
  return (
    <div className={styles['counts']}>
      <section className={`fs-panel ${styles['count']}`}>
        <h2>{t('overview:open_incidents')}</h2>
        <Leads to="incidents" className={styles['number']}>
          {number(overview.open_incidents)}
        </Leads>
        <IncidentStatuses statuses={overview.incidents.statuses} />
      </section>
      <section className={`fs-panel ${styles['count']}`}>
        <h2>{t('overview:alerts')}</h2>
        <Leads to="alerts" className={styles['number']}>
          {number(overview.alerts.total)}
        </Leads>
        <AlertLevels levels={overview.alerts.levels} />
      </section>
      <section className={`fs-panel ${styles['count']}`}>
        <h2>{t('overview:events_stored')}</h2>
        <Leads to="events" className={styles['number']}>
          {number(overview.events_stored)}
        </Leads>
        <span className="fs-soft">{t('overview:events_stored.means')}</span>
      </section>
      <section className={`fs-panel ${styles['count']}`}>
        <h2>{t('overview:quarantined')}</h2>
        <span data-trouble={overview.quarantined > 0} className={styles['mark']}>
          <Leads to="quarantined" className={styles['number']}>
            {number(overview.quarantined)}
          </Leads>
        </span>
        <span className="fs-soft" data-trouble={overview.dropped > 0}>
          <Leads to="dropped">{t('overview:dropped', { dropped: number(overview.dropped) })}</Leads>
        </span>
      </section>
    </div>
  )
}

const AlertLevels = ({ levels }: { levels: Schemas['LevelCount'][] }) => {
  const { i18n } = useTranslation()
  const may = useMay('alerts:read')
  return (
    <ul className={styles['split']}>
      {levels.toReversed().map(({ level, count }) => (
        <li key={level}>
          <LevelTag level={level} />{' '}
          {may ? (
            <Link to="/alerts" search={{ level: [level], status: 'all' }}>
              {count.toLocaleString(i18n.language)}
            </Link>
          ) : (
            count.toLocaleString(i18n.language)
          )}
        </li>
      ))}
    </ul>
  )
}

const SHOWN = ['new', 'in_progress', 'on_hold', 'resolved', 'closed'] as const

const IncidentStatuses = ({ statuses }: { statuses: Schemas['StatusTotal'][] }) => {
  const { t, i18n } = useTranslation()
  const may = useMay('incidents:read')
  return (
    <ul className={styles['split']}>
      {SHOWN.map((status) => {
        const count = (statuses.find((one) => one.status === status)?.count ?? 0).toLocaleString(i18n.language)
        return (
          <li key={status}>
            <span className="fs-soft">{t(`overview:status.${status}`)}</span>{' '}
            {may ? (
              <Link to="/incidents" search={{ status: [status] }}>
                {count}
              </Link>
            ) : (
              count
            )}
          </li>
        )
      })}
    </ul>
  )
}
