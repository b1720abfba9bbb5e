import { queryOptions } from '@tanstack/react-query'
import { api, ask } from '@/shared/api'

export const settingsQuery = () =>
  queryOptions({ queryKey: ['settings'], queryFn: ({ signal }) => ask(api.GET('/api/v1/settings', { signal })) })

export const readinessQuery = () =>
  queryOptions({ queryKey: ['readiness'], queryFn: ({ signal }) => ask(api.GET('/api/v1/health/ready', { signal })) })

export const methodsQuery = () =>
  queryOptions({
    queryKey: ['session', 'methods'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/session/methods', { signal })),
  })
