import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useLiveQueries } from '@/shared/live'
import { useMay } from '@/shared/session'
import { Page } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { overviewQuery } from './api'
import { Counts } from './Counts'
import { DataAge } from './DataAge'
import { Journey } from './Journey'
import { LoudestRules } from './LoudestRules'
import { NewestIncidents } from './NewestIncidents'
import { OpenAlerts } from './OpenAlerts'
import styles from './overview.module.css'
import { SourcesByState } from './SourcesByState'

const KEYS = [['overview']]

export const OverviewPage = () => {
  const { t } = useTranslation()
  const mayAlerts = useMay('alerts:read')
  const overview = useQuery(overviewQuery())
  useLiveQueries({ alert: KEYS, incident: KEYS, sources: KEYS, reset: KEYS })
  return (
    <Page
      title={t('overview:title')}
      extra={<DataAge time={overview.data?.time} received={overview.dataUpdatedAt} failed={overview.isError} />}
    >
      <Loaded query={overview}>
        {(data) => (
          <>
            <Counts overview={data} />
            <Journey stages={data.stages} />
            <div className={styles['columns']}>
              <div className={styles['stack']}>
                <NewestIncidents incidents={data.newest_incidents} />
                {mayAlerts && <OpenAlerts />}
              </div>
              <div className={styles['stack']}>
                <SourcesByState states={data.sources} />
                <LoudestRules rules={data.alerts.rules} />
              </div>
            </div>
          </>
        )}
      </Loaded>
    </Page>
  )
}
