import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useLiveQueries } from '@/shared/live'
import { useSearchState } from '@/shared/search'
import { More } from '@/shared/ui/More'
import { Page } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { SavedViews } from '@/shared/views/SavedViews'
import { incidentsQuery } from './api'
import { IncidentFilters } from './IncidentFilters'
import { IncidentsTable } from './IncidentsTable'
import { readIncidentsSearch } from './search'

export const IncidentsPage = () => {
  const { t } = useTranslation()
  const [search, change] = useSearchState(readIncidentsSearch)
  const incidents = useInfiniteQuery(incidentsQuery(search))
  useLiveQueries({
    incident: [
      ['incidents', 'list'],
      ['incidents', 'counts'],
    ],
    reset: [['incidents']],
  })
  return (
    <Page
      title={t('incidents:title')}
      extra={<SavedViews page="incidents" />}
      toolbar={<IncidentFilters search={search} change={change} />}
    >
      <Loaded query={incidents} empty={(data) => data.pages.every((page) => page.items.length === 0)}>
        {(data) => (
          <>
            <IncidentsTable incidents={data.pages.flatMap((page) => page.items)} />
            <More of={incidents} />
          </>
        )}
      </Loaded>
    </Page>
  )
}
