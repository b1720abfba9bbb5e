import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useLiveQueries } from '@/shared/live'
import { useMay } from '@/shared/session'
import { LiveAge } from '@/shared/ui/LiveAge'
import { Page } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { overviewQuery } from './api'
import { Counts } from './Counts'
import { Journey } from './Journey'
import { LoudestRules } from './LoudestRules'
import { NewestIncidents } from './NewestIncidents'
import { OpenAlerts } from './OpenAlerts'
import { SourcesByState } from './SourcesByState'

const KEYS = [['overview']]

/** Two renewals of ten seconds, and what an answer may take. */
const STALE_S = 30

export const OverviewPage = () => {
  const { t } = useTranslation()
  const mayAlerts = useMay('alerts:read')
  const overview = useQuery(overviewQuery())
  useLiveQueries({ alert: KEYS, incident: KEYS, sources: KEYS, reset: KEYS })
  return (
    <Page
      title={t('overview:title')}
      extra={
        <LiveAge
          time={overview.data?.time}
          received={overview.dataUpdatedAt}
          failed={overview.isError}
          stale_s={STALE_S}
        />
      }
    >
      <Loaded query={overview}>
        {(data) => (
          <>
            <Counts overview={data} />
            <Journey stages={data.stages} />
            <div className="fs-split">
              <div className="fs-stack">
                <NewestIncidents incidents={data.newest_incidents} />
                {mayAlerts && <OpenAlerts />}
              </div>
              <div className="fs-stack">
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
