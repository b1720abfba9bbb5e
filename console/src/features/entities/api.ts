import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, ask } from '@/shared/api'

const PAGE = 50
export const WEEK_H = 168

export const entityDetailQuery = (key: string) =>
  queryOptions({
    queryKey: ['entities', 'one', key],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/entities', { params: { query: { key } }, signal })),
  })

export const peersQuery = (key: string) =>
  queryOptions({
    queryKey: ['entities', 'peers', key],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/entities/peers', { params: { query: { key } }, signal })),
  })

export const activityQuery = (key: string) =>
  queryOptions({
    queryKey: ['entities', 'activity', key],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/entities/activity', { params: { query: { key, hours: WEEK_H } }, signal })),
  })

export const timelineQuery = (key: string) =>
  infiniteQueryOptions({
    queryKey: ['entities', 'timeline', key],
    queryFn: ({ signal, pageParam }) =>
      ask(api.GET('/api/v1/entities/timeline', { params: { query: { key, limit: PAGE, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor ?? undefined,
  })
