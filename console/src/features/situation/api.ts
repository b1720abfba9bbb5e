import { queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '@/shared/api'

/** The index fades also when nothing is reported. */
const AGAIN_MS = 20_000
const SHOWN = 8
/** An older answer means that two renewals were missed. */
export const STALE_S = 60

export type Subject = Schemas['SubjectRead']
export type Assessment = Schemas['AssessmentRead']
export type Cost = Schemas['CostRead']
export type Reading = Schemas['ReadingRead']

export const situationQuery = () =>
  queryOptions({
    queryKey: ['situation', 'now'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/situation', { signal })),
    staleTime: 0,
    refetchInterval: AGAIN_MS,
  })

/** key: `unit:data-centre`. */
export const subjectQuery = (key: string) => {
  const colon = key.indexOf(':')
  return queryOptions({
    queryKey: ['situation', 'subject', key],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/v1/situation/subjects/{kind}/{subject_id}', {
          params: {
            path: { kind: key.slice(0, colon) as Schemas['SubjectKind'], subject_id: key.slice(colon + 1) },
          },
          signal,
        }),
      ),
  })
}

export const historyQuery = (subject: string | undefined, hours: number) =>
  queryOptions({
    queryKey: ['situation', 'history', subject, hours],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/situation/history', { params: { query: { subject: subject ?? '', hours } }, signal })),
    enabled: subject !== undefined,
  })

export const formulaQuery = () =>
  queryOptions({
    queryKey: ['situation', 'formula'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/situation/formula', { signal })),
  })

export const hottestQuery = () =>
  queryOptions({
    queryKey: ['situation', 'hot'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/entities/hot', { params: { query: { limit: SHOWN } }, signal })),
    refetchInterval: AGAIN_MS * 3,
  })

export const newestQuery = () =>
  queryOptions({
    queryKey: ['situation', 'newest'],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/v1/incidents', {
          params: { query: { escalated: true, status: ['new', 'in_progress', 'on_hold'], limit: SHOWN } },
          signal,
        }),
      ),
    refetchInterval: AGAIN_MS,
  })
