import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '@/shared/api'
import { resolveRange } from '@/shared/time/range'
import type { AuditSearch } from './search'

export type AuditRecord = Schemas['AuditRecordRead']

export const DEFAULT_RANGE = { from: 'now-7d', to: 'now' }

export const auditQuery = ({ actor, action, object, from, to }: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'list', { actor, action, object, from, to }],
    queryFn: ({ signal, pageParam }) =>
      ask(
        api.GET('/api/v1/audit', {
          signal,
          params: {
            query: {
              actor,
              action,
              object,
              ...resolveRange({ from: from ?? DEFAULT_RANGE.from, to: to ?? DEFAULT_RANGE.to }),
              limit: 100,
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.cursor ?? undefined,
    // Every read of the audit trail is a record itself: it is not read again by the way.
    staleTime: Number.POSITIVE_INFINITY,
  })

/** One record, for an address that names it while the list shows others. */
export const auditRecordQuery = (sequence: number, wanted: boolean) =>
  queryOptions({
    queryKey: ['audit', 'record', sequence],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/audit/{sequence}', { signal, params: { path: { sequence } } })),
    enabled: wanted,
    staleTime: Number.POSITIVE_INFINITY,
  })

export const auditHeadQuery = () =>
  queryOptions({ queryKey: ['audit', 'head'], queryFn: ({ signal }) => ask(api.GET('/api/v1/audit/head', { signal })) })
