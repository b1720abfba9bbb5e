import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, ask, etagOf, type Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { useChange } from '@/shared/query'
import type { AccountsSearch } from './search'

export type Account = Schemas['AccountRead']
export type Role = Account['roles'][number]

export const accountsQuery = ({ unit, role, state }: AccountsSearch) =>
  infiniteQueryOptions({
    queryKey: ['accounts', 'list', { unit, role, state }],
    queryFn: ({ signal, pageParam }) =>
      ask(
        api.GET('/api/v1/accounts', {
          signal,
          params: {
            query: {
              unit,
              role,
              limit: 100,
              ...(state === undefined ? {} : { disabled: state === 'disabled' }),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.cursor ?? undefined,
  })

export const accountQuery = (id: string) =>
  queryOptions({
    queryKey: ['accounts', 'one', id],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/accounts/{account_id}', { signal, params: { path: { account_id: id } } })),
  })

export const rolesQuery = () =>
  queryOptions({
    queryKey: ['roles'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/roles', { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const tokensOfQuery = (id: string) =>
  queryOptions({
    queryKey: ['accounts', 'tokens', id],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/accounts/{account_id}/tokens', { signal, params: { path: { account_id: id } } })),
  })

const ALL = [['accounts']]
const path = (account: Account) => ({ path: { account_id: account.id } })
const matching = (account: Account) => ({ ...path(account), header: { 'If-Match': etagOf(account.version) } })

export const useAddAccount = () =>
  useChange((body: Schemas['AccountAdd']) => ask(api.POST('/api/v1/accounts', { body })), ALL)

export const useChangeAccount = (account: Account) =>
  useChange(
    (body: Schemas['AccountChange']) =>
      ask(api.PATCH('/api/v1/accounts/{account_id}', { params: matching(account), body })),
    ALL,
    key('accounts:changed'),
  )

export const useSetRoles = (account: Account) =>
  useChange(
    (roles: Role[]) =>
      ask(api.PUT('/api/v1/accounts/{account_id}/roles', { params: matching(account), body: { roles } })),
    ALL,
    key('accounts:changed'),
  )

export const useResetPassword = (account: Account) =>
  useChange(
    (_: undefined) => ask(api.POST('/api/v1/accounts/{account_id}/password-reset', { params: path(account) })),
    ALL,
  )

export const useUnlock = (account: Account) =>
  useChange(
    (_: undefined) => ask(api.POST('/api/v1/accounts/{account_id}/unlock', { params: path(account) })),
    ALL,
    key('accounts:changed'),
  )

export const useResetSecondFactor = (account: Account) =>
  useChange(
    (_: undefined) => ask(api.DELETE('/api/v1/accounts/{account_id}/second-factor', { params: path(account) })),
    ALL,
    key('accounts:changed'),
  )

export const useEndSessions = (account: Account) =>
  useChange(
    (_: undefined) => ask(api.DELETE('/api/v1/accounts/{account_id}/sessions', { params: path(account) })),
    ALL,
    key('accounts:changed'),
  )

export const useRevokeTokenOf = (account: string) =>
  useChange(
    (token: string) =>
      ask(
        api.DELETE('/api/v1/accounts/{account_id}/tokens/{token_id}', {
          params: { path: { account_id: account, token_id: token } },
        }),
      ),
    [['accounts', 'tokens', account]],
    key('accounts:changed'),
  )
