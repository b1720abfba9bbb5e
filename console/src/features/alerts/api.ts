import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '@/shared/api'
import { useChange } from '@/shared/query'
import type { AlertDetail, AlertRead } from './alert'
import { decisionsOf } from './decisions'
import type { AskedAlerts } from './search'

const PAGE = 100

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

export const useDecideAlert = (done: string) =>
  useChange(
    ({ id, etag, body }: { id: string; etag: string; body: Schemas['AlertDecision'] }) =>
      ask(
        api.POST('/api/v1/alerts/{alert_id}/decision', {
          params: { path: { alert_id: id }, header: { 'If-Match': etag } },
          body,
        }),
      ),
    [['alerts'], ['incidents'], ['overview']],
    done,
  )

/** One after the other: each is carried out whole or not at all, and what went before stays. */
export const useDecideAlerts = (done: string) =>
  useChange(
    async ({ chosen, body }: { chosen: readonly AlertRead[]; body: Schemas['AlertDecision'] }) => {
      for (const part of decisionsOf(chosen, body)) await ask(api.POST('/api/v1/alerts/decisions', { body: part }))
    },
    [['alerts'], ['incidents'], ['overview']],
    done,
  )
