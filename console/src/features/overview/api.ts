import { queryOptions } from '@tanstack/react-query'
import { api, ask } from '@/shared/api'

/** Rates move also when nothing is reported. */
const AGAIN_MS = 10_000

export const overviewQuery = () =>
  queryOptions({
    queryKey: ['overview'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/overview', { signal })),
    staleTime: 0,
    refetchInterval: AGAIN_MS,
  })

const GROUPS = 10

/** Alerts nobody has decided about. */
export const openGroupsQuery = () =>
  queryOptions({
    queryKey: ['overview', 'groups'],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/alerts/groups', { params: { query: { status: ['open'], limit: GROUPS } }, signal })),
  })
