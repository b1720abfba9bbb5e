import { queryOptions } from '@tanstack/react-query'
import { api, ask, askTagged, type Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { useChange } from '@/shared/query'

export type Case = Schemas['ClockCaseRead']
export type Clock = Schemas['ClockRead']

const place = (incident_id: string) => ({ params: { path: { incident_id } } })
const seen = (incident_id: string, etag: string) => ({
  params: { path: { incident_id }, header: { 'If-Match': etag } },
})

export const casesQuery = () =>
  queryOptions({
    queryKey: ['clocks'],
    refetchInterval: 30_000,
    queryFn: ({ signal }) => ask(api.GET('/api/v1/clocks', { params: { query: { limit: 100 } }, signal })),
  })

export const caseQuery = (incident: string) =>
  queryOptions({
    queryKey: ['clocks', incident],
    refetchInterval: 30_000,
    queryFn: ({ signal }) => askTagged(api.GET('/api/v1/clocks/{incident_id}', { ...place(incident), signal })),
  })

export const rulesQuery = () =>
  queryOptions({
    queryKey: ['clocks', 'rules'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => ask(api.GET('/api/v1/clocks/rules', { signal })),
  })

export const draftQuery = (incident_id: string, rule_id: string, language: 'zh' | 'en') =>
  queryOptions({
    queryKey: ['clocks', incident_id, 'draft', rule_id, language],
    staleTime: 0,
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/v1/clocks/{incident_id}/drafts/{rule_id}', {
          params: { path: { incident_id, rule_id }, query: { language } },
          signal,
        }),
      ),
  })

/** etag: of what the person read, so that nobody writes over what he has not seen. */
export const useChangeCase = (incident: string, etag: string) =>
  useChange(
    (body: Schemas['ClockCaseWrite']) =>
      ask(api.PUT('/api/v1/clocks/{incident_id}', { ...seen(incident, etag), body })),
    [['clocks']],
    key('clocks:saved'),
  )

export const useConfirmGrade = (incident: string, etag: string) =>
  useChange(
    (body: Schemas['GradeConfirm']) =>
      ask(api.POST('/api/v1/clocks/{incident_id}/grade', { ...seen(incident, etag), body })),
    [['clocks']],
    key('clocks:saved'),
  )

export const useRecordReport = (incident: string) =>
  useChange(
    (body: Schemas['ReportAdd']) => ask(api.POST('/api/v1/clocks/{incident_id}/reports', { ...place(incident), body })),
    [['clocks']],
    key('clocks:reported'),
  )
