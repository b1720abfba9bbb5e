import { queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '@/shared/api'

interface Span {
  start: string
  end: string
}

export const coverageQuery = (domain: Schemas['Domain'], span: Span) =>
  queryOptions({
    queryKey: ['coverage', domain, span],
    staleTime: 60_000,
    queryFn: ({ signal }) => ask(api.GET('/api/v1/coverage', { params: { query: { domain, ...span } }, signal })),
  })

export const feedsQuery = (span: Span) =>
  queryOptions({
    queryKey: ['coverage', 'feeds', span],
    staleTime: 60_000,
    queryFn: ({ signal }) => ask(api.GET('/api/v1/coverage/feeds', { params: { query: span }, signal })),
  })

export const layerAddress = (domain: Schemas['Domain'], { start, end }: Span): string =>
  `/api/v1/coverage/navigator?${new URLSearchParams({ domain, start, end })}`
