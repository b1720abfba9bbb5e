import { queryOptions } from '@tanstack/react-query'
import { api, ask } from '@/shared/api'

const MOST = 20
const WAYS = 3

export const chokePointsQuery = () =>
  queryOptions({
    queryKey: ['exposure', 'points'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/choke-points', { params: { query: { limit: MOST } }, signal })),
    staleTime: 60_000,
  })

export const pathsQuery = (data: string | undefined) =>
  queryOptions({
    queryKey: ['exposure', 'paths', data],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/exposure-paths', { params: { query: { data_set: data ?? '', limit: WAYS } }, signal })),
    enabled: data !== undefined,
    staleTime: 60_000,
  })

export const dataSetsQuery = () =>
  queryOptions({
    queryKey: ['exposure', 'data'],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/v1/inventory/records', {
          params: { query: { kind: 'data_sets', limit: 200 } },
          signal,
        }),
      ),
  })
