import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, ask } from '@/shared/api'
import type { RulesSearch } from './search'

const PAGE = 100

export const rulesQuery = ({ q, state, level, technique }: RulesSearch) =>
  infiniteQueryOptions({
    queryKey: ['rules', 'list', q, state, level, technique],
    queryFn: ({ signal, pageParam }) =>
      ask(
        api.GET('/api/v1/rules', {
          params: {
            query: {
              q,
              technique,
              state: state === undefined ? undefined : [state],
              level: level === undefined ? undefined : [level],
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

export const ruleQuery = (key: string) =>
  queryOptions({
    queryKey: ['rules', 'one', key],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/rules/{key}', { params: { path: { key } }, signal })),
  })

export const coverageQuery = () =>
  queryOptions({
    queryKey: ['rules', 'coverage'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/rules/coverage', { signal })),
  })
