import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, ask } from '@/shared/api'
import { useChange } from '@/shared/query'

const SAMPLES = 20

export const sourcesQuery = () =>
  queryOptions({
    queryKey: ['sources', 'list'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/sources', { signal })),
  })

export const sourceQuery = (name: string) =>
  queryOptions({
    queryKey: ['sources', 'one', name],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/sources/{name}', { params: { path: { name } }, signal })),
  })

export const samplesQuery = (source: string, reason: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['sources', 'one', source, 'samples', reason],
    queryFn: ({ signal, pageParam }) =>
      ask(
        api.GET('/api/v1/quarantine', {
          params: { query: { source, reason, limit: SAMPLES, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor ?? undefined,
  })

/** Say that records were read after all, for instance from a repaired copy of their input. */
export const useMarkReplayed = () =>
  useChange(
    (records: number[]) => ask(api.POST('/api/v1/quarantine/marks', { body: { records } })),
    [['sources']],
    'sources:mark.done',
  )
