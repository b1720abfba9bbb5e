import { queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { useChange } from '@/shared/query'

export const ownAccountQuery = () =>
  queryOptions({ queryKey: ['account'], queryFn: ({ signal }) => ask(api.GET('/api/v1/account', { signal })) })

export const ownSessionsQuery = () =>
  queryOptions({
    queryKey: ['account', 'sessions'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/account/sessions', { signal })),
  })

export const useChangeOwnAccount = () =>
  useChange(
    (body: Schemas['OwnAccountChange']) => ask(api.PATCH('/api/v1/account', { body })),
    [['account'], ['session']],
    key('account:changed'),
  )

export const useTurnOffSecondFactor = () =>
  useChange(
    (body: Schemas['Confirmation']) => ask(api.POST('/api/v1/account/second-factor/off', { body })),
    [['account']],
    key('account:changed'),
  )

export const useEndSession = () =>
  useChange(
    (id: string) => ask(api.DELETE('/api/v1/account/sessions/{session_id}', { params: { path: { session_id: id } } })),
    [['account', 'sessions']],
    key('account:changed'),
  )

export const useEndOtherSessions = () =>
  useChange(
    (_: undefined) => ask(api.DELETE('/api/v1/account/sessions')),
    [['account', 'sessions']],
    key('account:changed'),
  )
