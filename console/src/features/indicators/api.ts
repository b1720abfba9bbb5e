import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { useChange } from '@/shared/query'
import type { IndicatorsSearch } from './search'

const PAGE = 100
const ALL = [['indicators']]
const RUNNING_MS = 2_000

const one = <T>(value: T | undefined): T[] | undefined => (value === undefined ? undefined : [value])

export const indicatorsQuery = ({ q, kind, state, level, source, imported }: IndicatorsSearch) =>
  infiniteQueryOptions({
    queryKey: ['indicators', 'list', q, kind, state, level, source, imported],
    queryFn: ({ signal, pageParam }) =>
      ask(
        api.GET('/api/v1/indicators', {
          params: {
            query: {
              q,
              source,
              imported,
              kind: one(kind),
              state: one(state),
              level: one(level),
              limit: PAGE,
              cursor: pageParam,
            },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor ?? undefined,
  })

export const summaryQuery = () =>
  queryOptions({
    queryKey: ['indicators', 'summary'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/indicators/summary', { signal })),
    refetchInterval: 10_000,
  })

export const indicatorQuery = (number: number) =>
  queryOptions({
    queryKey: ['indicators', 'one', number],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/indicators/{number}', { params: { path: { number } }, signal })),
  })

export const importsQuery = () =>
  queryOptions({
    queryKey: ['indicators', 'imports'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/indicator-imports', { params: { query: { limit: 200 } }, signal })),
  })

export const importQuery = (number: number) =>
  queryOptions({
    queryKey: ['indicators', 'imports', number],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/indicator-imports/{number}', { params: { path: { number } }, signal })),
  })

export const feedsQuery = () =>
  queryOptions({
    queryKey: ['indicators', 'feeds'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/indicator-feeds', { signal })),
    refetchInterval: 5_000,
  })

export const listsQuery = () =>
  queryOptions({
    queryKey: ['indicators', 'lists'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/indicators/lists', { signal })),
  })

export const huntsQuery = () =>
  queryOptions({
    queryKey: ['indicators', 'hunts'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/indicator-hunts', { signal })),
    refetchInterval: ({ state }) =>
      state.data?.items.some((hunt) => hunt.state === 'waiting' || hunt.state === 'running') ? RUNNING_MS : 30_000,
  })

export const useAddIndicator = () =>
  useChange(
    (body: Schemas['IndicatorAdd']) => ask(api.POST('/api/v1/indicators', { body })),
    ALL,
    key('indicators:added'),
  )

export type Decision = 'revoke' | 'restore' | 'override'

export const useDecide = (number: number) =>
  useChange(
    ({ decision, why }: { decision: Decision; why: string }) => {
      const rest = { params: { path: { number } }, body: { why } }
      if (decision === 'revoke') return ask(api.POST('/api/v1/indicators/{number}/revoke', rest))
      if (decision === 'restore') return ask(api.POST('/api/v1/indicators/{number}/restore', rest))
      return ask(api.POST('/api/v1/indicators/{number}/override', rest))
    },
    ALL,
    key('indicators:changed'),
  )

export const usePreview = () =>
  useChange((body: Schemas['ImportDocument']) => ask(api.POST('/api/v1/indicator-imports/preview', { body })), [])

export const useImport = () =>
  useChange(
    (body: Schemas['ImportDocument']) => ask(api.POST('/api/v1/indicator-imports', { body })),
    ALL,
    key('indicators:imported'),
  )

export const useAddFeed = () =>
  useChange(
    (body: Schemas['FeedAdd']) => ask(api.POST('/api/v1/indicator-feeds', { body })),
    ALL,
    key('indicators:changed'),
  )

export const useTestFeed = () =>
  useChange(
    (feed_id: string) => ask(api.POST('/api/v1/indicator-feeds/{feed_id}/test', { params: { path: { feed_id } } })),
    [],
  )

export const useSwitchFeed = () =>
  useChange(
    ({ id, what }: { id: string; what: 'poll' | 'pause' | 'resume' }) => {
      const rest = { params: { path: { feed_id: id } } }
      if (what === 'poll') return ask(api.POST('/api/v1/indicator-feeds/{feed_id}/poll', rest))
      if (what === 'pause') return ask(api.POST('/api/v1/indicator-feeds/{feed_id}/pause', rest))
      return ask(api.POST('/api/v1/indicator-feeds/{feed_id}/resume', rest))
    },
    ALL,
    key('indicators:changed'),
  )

export const useAddOwn = () =>
  useChange(
    (body: Schemas['OwnValueWrite']) => ask(api.POST('/api/v1/indicators/own-values', { body })),
    ALL,
    key('indicators:changed'),
  )

export const useRemoveOwn = () =>
  useChange(
    (body: Schemas['OwnValueRemove']) => ask(api.POST('/api/v1/indicators/own-values/remove', { body })),
    ALL,
    key('indicators:changed'),
  )

export const useAddHunt = () =>
  useChange(
    (body: Schemas['HuntAdd']) => ask(api.POST('/api/v1/indicator-hunts', { body })),
    [['indicators', 'hunts']],
    key('indicators:changed'),
  )

export const useCancelHunt = () =>
  useChange(
    (number: number) => ask(api.POST('/api/v1/indicator-hunts/{number}/cancel', { params: { path: { number } } })),
    [['indicators', 'hunts']],
    key('indicators:changed'),
  )
