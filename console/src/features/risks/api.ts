import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { useChange } from '@/shared/query'
import type { RisksSearch } from './search'

export const PAGE = 50

export const risksQuery = ({ system, unit, threat, state, waiting, likelihood, loss, from }: RisksSearch) => {
  const query = {
    ...(system === undefined ? {} : { system }),
    ...(unit === undefined ? {} : { unit }),
    ...(threat === undefined ? {} : { threat }),
    ...(state === undefined ? {} : { state }),
    ...(likelihood === undefined ? {} : { likelihood }),
    ...(loss === undefined ? {} : { loss }),
    open_only: waiting === true,
    limit: PAGE,
    offset: from ?? 0,
  }
  return queryOptions({
    queryKey: ['risks', 'board', query],
    refetchInterval: 30_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ask(api.GET('/api/v1/risks', { params: { query }, signal })),
  })
}

const place = (risk_id: string) => ({ params: { path: { risk_id } } })

export const riskQuery = (risk: string) =>
  queryOptions({
    queryKey: ['risks', 'one', risk],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/risks/{risk_id}', { ...place(risk), signal })),
  })

export const riskTrendQuery = (system: string | undefined) =>
  queryOptions({
    queryKey: ['risks', 'trend', system],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/risks/trend', { params: { query: system ? { system } : {} }, signal })),
  })

export const useTreat = (risk: string) =>
  useChange(
    (body: Schemas['TreatmentSet']) => ask(api.PUT('/api/v1/risks/{risk_id}/treatment', { ...place(risk), body })),
    [['risks']],
    key('risks:saved'),
  )

export const useApprove = () =>
  useChange(
    (risk: string) => ask(api.POST('/api/v1/risks/{risk_id}/approval', place(risk))),
    [['risks']],
    key('risks:approved'),
  )
