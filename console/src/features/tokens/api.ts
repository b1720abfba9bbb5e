import { queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { useChange } from '@/shared/query'

export const tokensQuery = () =>
  queryOptions({ queryKey: ['tokens'], queryFn: ({ signal }) => ask(api.GET('/api/v1/tokens', { signal })) })

export const rolesQuery = () =>
  queryOptions({
    queryKey: ['roles'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/roles', { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const useAddToken = () =>
  useChange((body: Schemas['TokenAdd']) => ask(api.POST('/api/v1/tokens', { body })), [['tokens']])

export const useRevokeToken = () =>
  useChange(
    (id: string) => ask(api.DELETE('/api/v1/tokens/{token_id}', { params: { path: { token_id: id } } })),
    [['tokens']],
    key('tokens:revoke.done'),
  )
