import { queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { useChange } from '@/shared/query'

export type Notice = Schemas['NoticeRead']
export type Action = Schemas['NoticeAction']

const OPEN = ['drafted', 'issued', 'signed', 'handling', 'feedback', 'returned', 'accepted'] as const

export const noticesQuery = (all: boolean) =>
  queryOptions({
    queryKey: ['notices', all],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/v1/notices', {
          params: { query: { limit: 200, ...(all ? {} : { status: [...OPEN] }) } },
          signal,
        }),
      ),
  })

export const noticeQuery = (notice_id: string) =>
  queryOptions({
    queryKey: ['notices', 'one', notice_id],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/notices/{notice_id}', { params: { path: { notice_id } }, signal })),
  })

export const scoresQuery = () =>
  queryOptions({
    queryKey: ['notices', 'scores'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/notices/scores', { signal })),
  })

export const incidentQuery = (incident_id: string) =>
  queryOptions({
    queryKey: ['incidents', incident_id],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/incidents/{incident_id}', { params: { path: { incident_id } }, signal })),
  })

export const useDraft = () =>
  useChange(
    (body: Schemas['NoticeDraft']) => ask(api.POST('/api/v1/notices', { body })),
    [['notices']],
    key('notices:drafted'),
  )

export const useAct = (notice_id: string) =>
  useChange(
    ({ action, note }: { action: Action; note: string }) => {
      const params = { path: { notice_id } }
      switch (action) {
        case 'accept':
        case 'return':
          return ask(
            api.POST('/api/v1/notices/{notice_id}/review', { params, body: { accepted: action === 'accept', note } }),
          )
        default:
          return ask(api.POST(`/api/v1/notices/{notice_id}/${action}`, { params, body: { note } }))
      }
    },
    [['notices']],
    key('notices:done'),
  )
