import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Page } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { AlertView } from './AlertView'
import { alertQuery } from './api'
import { DecideAlert } from './DecideAlert'

/** One alert with a page to itself. */
export const AlertPage = () => {
  const { t } = useTranslation()
  const { alertId = '' } = useParams({ strict: false }) as { alertId?: string }
  const query = useQuery(alertQuery(alertId))
  return (
    <Page title={t('alerts:one')} extra={query.data && <DecideAlert version={query.data} />}>
      <Loaded query={query}>
        {({ alert }) => (
          <div className="fs-panel">
            <AlertView alert={alert} />
          </div>
        )}
      </Loaded>
    </Page>
  )
}
