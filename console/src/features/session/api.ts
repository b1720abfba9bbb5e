import { queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '@/shared/api'

export const methodsQuery = () =>
  queryOptions({
    queryKey: ['session', 'methods'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/session/methods', { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const signIn = (body: Schemas['SignIn']) => ask(api.POST('/api/v1/session', { body }))
export const signOut = () => ask(api.DELETE('/api/v1/session'))
