import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { useChange } from '@/shared/query'
import { askedIncidents, type IncidentsSearch } from './search'

const PAGE = 50

export const incidentsQuery = (search: IncidentsSearch) => {
  const asked = askedIncidents(search)
  return infiniteQueryOptions({
    queryKey: ['incidents', 'list', asked],
    queryFn: ({ signal, pageParam }) =>
      ask(api.GET('/api/v1/incidents', { params: { query: { ...asked, limit: PAGE, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor ?? undefined,
  })
}

/** How many there are in each status, whatever status is filtered by. */
export const incidentCountsQuery = (search: IncidentsSearch) => {
  const asked = { ...askedIncidents(search), status: undefined }
  return queryOptions({
    queryKey: ['incidents', 'counts', asked],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/incidents/counts', { params: { query: asked }, signal })),
  })
}

export interface IncidentVersion {
  incident: Schemas['IncidentDetail']
  /** What a decision has to show, so that nobody decides over what he has not seen. */
  etag: string
}

export const incidentQuery = (id: string) =>
  queryOptions({
    queryKey: ['incidents', 'one', id],
    queryFn: async ({ signal }): Promise<IncidentVersion> => {
      let etag = ''
      const asked = api.GET('/api/v1/incidents/{incident_id}', { params: { path: { incident_id: id } }, signal })
      const incident = await ask(
        asked.then((answer) => {
          etag = answer.response.headers.get('ETag') ?? ''
          return answer
        }),
      )
      return { incident, etag }
    },
  })

export const incidentHistoryQuery = (id: string) =>
  queryOptions({
    queryKey: ['incidents', 'one', id, 'history'],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/incidents/{incident_id}/history', { params: { path: { incident_id: id } }, signal })),
  })

export interface DecideIncident {
  id: string
  etag: string
  body: Schemas['IncidentDecision']
}

export const useDecideIncident = () =>
  useChange(
    ({ id, etag, body }: DecideIncident) =>
      ask(
        api.POST('/api/v1/incidents/{incident_id}/decision', {
          params: { path: { incident_id: id }, header: { 'If-Match': etag } },
          body,
        }),
      ),
    [['incidents'], ['overview']],
    'incidents:decide.done',
  )

export const graphQuery = (id: string) =>
  queryOptions({
    queryKey: ['incidents', 'one', id, 'graph'],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/incidents/{incident_id}/graph', { params: { path: { incident_id: id } }, signal })),
  })

export const storyQuery = (id: string) =>
  queryOptions({
    queryKey: ['incidents', 'one', id, 'story'],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/incidents/{incident_id}/story', { params: { path: { incident_id: id } }, signal })),
  })

export const outlookQuery = (id: string) =>
  queryOptions({
    queryKey: ['incidents', 'one', id, 'outlook'],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/incidents/{incident_id}/outlook', { params: { path: { incident_id: id } }, signal })),
    staleTime: 60_000,
  })

const AT_ONCE = 100

/** Grade, data at risk and time to acknowledge, by incident. */
export const standingQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: ['incidents', 'standing', ids],
    queryFn: async ({ signal }) => {
      const found = new Map<string, Schemas['StandingRead']>()
      for (let at = 0; at < ids.length; at += AT_ONCE) {
        const part = ids.slice(at, at + AT_ONCE)
        const page = await ask(api.GET('/api/v1/incidents/standing', { params: { query: { incident: part } }, signal }))
        for (const one of page.items) found.set(one.id, one)
      }
      return found
    },
    enabled: ids.length > 0,
  })

interface Regroup<Body> {
  id: string
  etag: string
  body: Body
}

export const useMergeIncident = () =>
  useChange(
    ({ id, etag, body }: Regroup<Schemas['IncidentMerge']>) =>
      ask(
        api.POST('/api/v1/incidents/{incident_id}/merge', {
          params: { path: { incident_id: id }, header: { 'If-Match': etag } },
          body,
        }),
      ),
    [['incidents'], ['overview'], ['situation']],
    'incidents:merge.done',
  )

/** Gives the incident the alerts now have for themselves. */
export const useSplitIncident = () =>
  useChange(
    ({ id, etag, body }: Regroup<Schemas['IncidentSplit']>) =>
      ask(
        api.POST('/api/v1/incidents/{incident_id}/split', {
          params: { path: { incident_id: id }, header: { 'If-Match': etag } },
          body,
        }),
      ),
    [['incidents'], ['overview'], ['situation']],
    'incidents:split.done',
  )

/** STIX 2.1 with the Attack Flow extension. */
export const attackFlowQuery = (id: string) =>
  queryOptions({
    queryKey: ['incidents', 'one', id, 'flow'],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/incidents/{incident_id}/attack-flow', { params: { path: { incident_id: id } }, signal })),
  })

/** The statutory clocks of one incident: one item where they run, none where nobody started them. */
export const clocksOfQuery = (incident: string) =>
  queryOptions({
    queryKey: ['clocks', 'of', incident],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/clocks', { params: { query: { incident } }, signal })),
  })

export const useStartClocks = (incident_id: string) =>
  useChange(
    (body: Schemas['ClockStart']) =>
      ask(api.POST('/api/v1/clocks/{incident_id}', { params: { path: { incident_id } }, body })),
    [['clocks']],
    key('clocks:started'),
  )
