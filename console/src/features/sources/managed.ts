/** Sources that are added, tried, changed, paused and removed here. */

import { queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { useChange } from '@/shared/query'

const ALL = [['sources']]

export const kindsQuery = () =>
  queryOptions({
    queryKey: ['source-kinds'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/source-kinds', { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  })

const EVERY_MS = 30_000

export const historyQuery = (source: string, hours: number) =>
  queryOptions({
    queryKey: ['sources', 'one', source, 'history', hours],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/source-history', { params: { query: { source, hours } }, signal })),
    refetchInterval: EVERY_MS,
  })

export const useAddSource = () =>
  useChange((body: Schemas['SourceAdd']) => ask(api.POST('/api/v1/sources', { body })), ALL, key('sources:added'))

export const useChangeSource = (name: string) =>
  useChange(
    (body: Schemas['SourceWrite']) => ask(api.PUT('/api/v1/sources/{name}', { params: { path: { name } }, body })),
    ALL,
    key('sources:changed'),
  )

export const useTrySource = () =>
  useChange((body: Schemas['SourceTry']) => ask(api.POST('/api/v1/sources/test', { body })), [])

export const useSwitchSource = (name: string) =>
  useChange(
    (what: 'pause' | 'resume') => {
      const rest = { params: { path: { name } } }
      return what === 'pause'
        ? ask(api.POST('/api/v1/sources/{name}/pause', rest))
        : ask(api.POST('/api/v1/sources/{name}/resume', rest))
    },
    ALL,
    key('sources:changed'),
  )

export const useRemoveSource = (name: string) =>
  useChange(
    () => ask(api.DELETE('/api/v1/sources/{name}', { params: { path: { name } } })),
    ALL,
    key('sources:removed'),
  )
