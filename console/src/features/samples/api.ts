import { queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { useChange } from '@/shared/query'

export const samplesQuery = () =>
  queryOptions({ queryKey: ['samples'], queryFn: ({ signal }) => ask(api.GET('/api/v1/samples', { signal })) })

const place = (sample_id: string) => ({ params: { path: { sample_id } } })

export const sampleQuery = (sample: string) =>
  queryOptions({
    queryKey: ['samples', sample],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/samples/{sample_id}', { ...place(sample), signal })),
  })

export const useDraw = () =>
  useChange(
    (body: Schemas['SampleDraw']) => ask(api.POST('/api/v1/samples', { body })),
    [['samples']],
    key('samples:drawn'),
  )

export const useNote = (sample: string) =>
  useChange(
    (body: Schemas['AuditNoteAdd']) => ask(api.POST('/api/v1/samples/{sample_id}/notes', { ...place(sample), body })),
    [['samples']],
    key('samples:noted'),
  )
