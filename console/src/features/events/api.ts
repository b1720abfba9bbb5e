import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '@/shared/api'

export type EventRead = Schemas['EventRead']
export type FieldRead = Schemas['FieldRead']

/** What all answers of one search have in common. */
export type Asked = { q: string; start?: string; end?: string }

const PAGE = 200

/** Answers belong to fixed moments, so they stay as they were until somebody searches again. */
const KEPT = { staleTime: 5 * 60_000, gcTime: 5 * 60_000 } as const

export const eventsQuery = (asked: Asked, order: 'newest' | 'oldest') =>
  infiniteQueryOptions({
    queryKey: ['events', 'list', asked, order],
    queryFn: ({ signal, pageParam }) =>
      ask(
        api.GET('/api/v1/events', {
          params: { query: { ...asked, order, limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
    ...KEPT,
  })

const LOOKED_AT = 100

/** Ids of the newest events that match now. */
export const lookAgain = async (asked: Asked, signal: AbortSignal): Promise<string[]> => {
  const query = { ...asked, order: 'newest' as const, limit: LOOKED_AT }
  const page = await ask(api.GET('/api/v1/events', { params: { query }, signal }))
  return page.items.map(({ id }) => id)
}

export const histogramQuery = (asked: Asked, interval: number | undefined) =>
  queryOptions({
    queryKey: ['events', 'histogram', asked, interval],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/v1/events/histogram', {
          params: { query: { ...asked, ...(interval === undefined ? {} : { interval_s: interval }) } },
          signal,
        }),
      ),
    ...KEPT,
  })

export const topValuesQuery = (asked: Asked, field: string) =>
  queryOptions({
    queryKey: ['events', 'top-values', asked, field],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/events/top-values', { params: { query: { ...asked, field, limit: 10 } }, signal })),
    ...KEPT,
  })

export const checkQuery = (q: string) =>
  queryOptions({
    queryKey: ['events', 'check', q],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/events/check', { params: { query: { q } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const fieldsQuery = () =>
  queryOptions({
    queryKey: ['events', 'fields'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/events/fields', { signal })),
    staleTime: 60_000,
  })

export const eventQuery = (id: string) =>
  queryOptions({
    queryKey: ['events', 'one', id],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/events/{event_id}', { params: { path: { event_id: id } }, signal })),
    ...KEPT,
  })

/** Reading it is an audit record: only when somebody asks for it. */
export const rawQuery = (id: string) =>
  queryOptions({
    queryKey: ['events', 'raw', id],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/events/{event_id}/raw', { params: { path: { event_id: id } }, signal })),
    ...KEPT,
  })

/** The address of a download. The server sends it in pieces, so it is left to the browser. */
export const exportAddress = (asked: Asked, format: 'csv' | 'jsonl', fields: readonly string[]): string => {
  const query = new URLSearchParams({ q: asked.q, format })
  if (asked.start !== undefined) query.set('start', asked.start)
  if (asked.end !== undefined) query.set('end', asked.end)
  for (const field of fields) query.append('field', field)
  return `/api/v1/events/export?${query}`
}
