import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, ask, csrfToken, type Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { bare, ProblemError, readProblem } from '@/shared/problems'
import { useChange } from '@/shared/query'
import type { InventorySearch, Kind } from './search'

const PAGE = 100
const ALL = [['inventory'], ['discoveries'], ['units']]

export const inventoryQuery = () =>
  queryOptions({
    queryKey: ['inventory', 'kinds'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/inventory', { signal })),
  })

export const recordsQuery = (kind: Kind, { q, unit, field, value, closed }: InventorySearch) =>
  infiniteQueryOptions({
    queryKey: ['inventory', 'records', kind, q, unit, field, value, closed],
    queryFn: ({ signal, pageParam }) =>
      ask(
        api.GET('/api/v1/inventory/records', {
          params: {
            query: {
              kind,
              ...(q === undefined ? {} : { text: q }),
              ...(unit === undefined ? {} : { unit }),
              ...(field === undefined || value === undefined ? {} : { field, value }),
              open_only: closed === undefined,
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

export const recordQuery = (kind: Kind, id: string) =>
  queryOptions({
    queryKey: ['inventory', 'record', kind, id],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/inventory/record', { params: { query: { kind, id } }, signal })),
  })

export const discoveriesQuery = ({ q, kind, state }: InventorySearch) =>
  infiniteQueryOptions({
    queryKey: ['discoveries', 'list', q, kind, state],
    queryFn: ({ signal, pageParam }) =>
      ask(
        api.GET('/api/v1/discoveries', {
          params: {
            query: {
              ...(q === undefined ? {} : { text: q }),
              ...(kind === undefined ? {} : { kind: [kind] }),
              state: [state ?? 'open'],
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

export const usePutRecord = (kind: Kind) =>
  useChange(
    ({ id, values }: { id: string; values: Record<string, unknown> }) =>
      ask(api.PUT('/api/v1/inventory/record', { params: { query: { kind, id } }, body: { values } })),
    ALL,
    key('inventory:saved'),
  )

export const useRemoveRecord = (kind: Kind) =>
  useChange(
    (id: string) => ask(api.DELETE('/api/v1/inventory/record', { params: { query: { kind, id } } })),
    ALL,
    key('inventory:removed'),
  )

export const useAccept = () =>
  useChange(
    (ids: string[]) => ask(api.POST('/api/v1/discoveries/accept', { body: { ids } })),
    ALL,
    key('inventory:accepted'),
  )

export const useIgnore = () =>
  useChange(
    (body: Schemas['DiscoveryIgnore']) => ask(api.POST('/api/v1/discoveries/ignore', { body })),
    ALL,
    key('inventory:ignored'),
  )

export const useReopen = () =>
  useChange(
    (ids: string[]) => ask(api.POST('/api/v1/discoveries/reopen', { body: { ids } })),
    ALL,
    key('inventory:reopened'),
  )

export interface Upload {
  file: File
  unit: string | undefined
  kind: Kind | undefined
  asset: string | undefined
  expect?: string
}

/** The file goes as it is, not as JSON. */
const send = async (path: 'preview' | 'imports', { file, unit, kind, asset, expect }: Upload) => {
  const wanted = { file: file.name, unit, kind, asset, expect }
  const given = Object.entries(wanted).filter((pair): pair is [string, string] => pair[1] !== undefined)
  const answer = await fetch(`/api/v1/inventory/${path}?${new URLSearchParams(given)}`, {
    method: 'POST',
    body: file,
    headers: { 'Content-Type': 'application/octet-stream', 'X-CSRF-Token': csrfToken() },
  }).catch(() => {
    throw new ProblemError(bare('network.unreachable', 0))
  })
  const said: unknown = await answer.json().catch(() => undefined)
  if (!answer.ok) throw readProblem(answer, said)
  return said as Schemas['InventoryPlan']
}

export const usePreviewFile = () => useChange((upload: Upload) => send('preview', upload), [])

export const useImportFile = () =>
  useChange((upload: Upload) => send('imports', upload), ALL, key('inventory:imported'))
