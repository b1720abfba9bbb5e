import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '@/shared/api'
import type { AlertDetail, AlertRead } from './alert'
import type { AskedAlerts } from './search'

const PAGE = 100
export const GROUPS = 200

export const alertsQuery = (asked: AskedAlerts) =>
  infiniteQueryOptions({
    queryKey: ['alerts', 'list', asked],
    queryFn: ({ signal, pageParam }) =>
      ask(
        api.GET('/api/v1/alerts', {
          params: { query: { ...asked, limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
  })

export const alertCountsQuery = (asked: AskedAlerts) =>
  queryOptions({
    queryKey: ['alerts', 'counts', asked],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/alerts/counts', { params: { query: asked }, signal })),
  })

export const alertGroupsQuery = (asked: AskedAlerts) =>
  queryOptions({
    queryKey: ['alerts', 'groups', asked],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/alerts/groups', { params: { query: { ...asked, limit: GROUPS } }, signal })),
  })

/** The alerts that match, newest first; more says whether there were more than wanted. */
export const readMatching = async (
  asked: AskedAlerts,
  most: number,
): Promise<{ alerts: AlertRead[]; more: boolean }> => {
  const alerts: AlertRead[] = []
  let cursor: string | null = null
  do {
    const query = { ...asked, limit: 500, ...(cursor === null ? {} : { cursor }) }
    const page: Schemas['AlertPage'] = await ask(api.GET('/api/v1/alerts', { params: { query } }))
    alerts.push(...page.items)
    cursor = page.cursor
  } while (cursor !== null && alerts.length < most)
  return { alerts: alerts.slice(0, most), more: cursor !== null || alerts.length > most }
}

export const sendDecisions = (body: Schemas['AlertDecisions']) => ask(api.POST('/api/v1/alerts/decisions', { body }))

export interface AlertVersion {
  alert: AlertDetail
  /** What a decision has to show, so that nobody decides over what he has not seen. */
  etag: string
}

export const alertQuery = (id: string) =>
  queryOptions({
    queryKey: ['alerts', 'one', id],
    queryFn: async ({ signal }): Promise<AlertVersion> => {
      let etag = ''
      const asked = api.GET('/api/v1/alerts/{alert_id}', { params: { path: { alert_id: id } }, signal })
      const alert = await ask(
        asked.then((answer) => {
          etag = answer.response.headers.get('ETag') ?? ''
          return answer
        }),
      )
      return { alert, etag }
    },
  })

/** An event an alert was found in. */
export const evidenceEventQuery = (id: string) =>
  queryOptions({
    queryKey: ['events', 'one', id],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/events/{event_id}', { params: { path: { event_id: id } }, signal })),
    staleTime: 5 * 60_000,
  })

export const alertHistoryQuery = (id: string) =>
  queryOptions({
    queryKey: ['alerts', 'one', id, 'history'],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/alerts/{alert_id}/history', { params: { path: { alert_id: id } }, signal })),
  })

export const sendDecision = (id: string, etag: string, body: Schemas['AlertDecision']) =>
  ask(
    api.POST('/api/v1/alerts/{alert_id}/decision', {
      params: { path: { alert_id: id }, header: { 'If-Match': etag } },
      body,
    }),
  )
