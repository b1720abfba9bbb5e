import { queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { useChange } from '@/shared/query'
import { saveFile } from '@/shared/save'
import type { ReportFormat } from './search'

export const kindsQuery = () =>
  queryOptions({
    queryKey: ['reports'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/reports', { signal })),
  })

export const dataSetsQuery = (enabled: boolean) =>
  queryOptions({
    queryKey: ['reports', 'data-sets'],
    enabled,
    queryFn: ({ signal }) => ask(api.GET('/api/v1/public-data', { signal })),
  })

export const incidentsQuery = (enabled: boolean) =>
  queryOptions({
    queryKey: ['reports', 'incidents'],
    enabled,
    queryFn: ({ signal }) => ask(api.GET('/api/v1/incidents', { params: { query: { limit: 100 } }, signal })),
  })

export interface Wanted {
  kind: string
  id: string
  format: ReportFormat
  language: 'zh-CN' | 'en'
  signature: boolean
}

/** Make a report and hand it to the browser as a file. */
export const takeReport = async ({ kind, id, format, language, signature }: Wanted): Promise<void> => {
  const data = await ask(
    api.GET('/api/v1/reports/{kind}', {
      params: { path: { kind }, query: { id, format, language, signature } },
      parseAs: 'blob',
    }),
  )
  const ending = format === 'oscal' ? 'oscal.zip' : format
  const plain = [kind, id]
    .filter(Boolean)
    .join('-')
    .replace(/[^A-Za-z0-9._-]/g, '_')
  saveFile(data as unknown as Blob, `${plain}.${ending}${signature ? '.zip' : ''}`)
}

export type Schedule = Schemas['ReportScheduleRead']
export type Kept = Schemas['KeptReportRead']

export const schedulesQuery = () =>
  queryOptions({
    queryKey: ['reports', 'schedules'],
    refetchInterval: 15_000,
    queryFn: ({ signal }) => ask(api.GET('/api/v1/report-schedules', { signal })),
  })

export const keptQuery = () =>
  queryOptions({
    queryKey: ['reports', 'kept'],
    refetchInterval: 15_000,
    queryFn: ({ signal }) => ask(api.GET('/api/v1/kept-reports', { params: { query: { limit: 100 } }, signal })),
  })

const SCHEDULES = [['reports', 'schedules']]
const place = (schedule_id: string) => ({ params: { path: { schedule_id } } })

export const useAddSchedule = () =>
  useChange(
    (body: Schemas['ReportScheduleAdd']) => ask(api.POST('/api/v1/report-schedules', { body })),
    SCHEDULES,
    key('reports:schedule.added'),
  )

export const useRunSchedule = () =>
  useChange(
    (id: string) => ask(api.POST('/api/v1/report-schedules/{schedule_id}/run', place(id))),
    SCHEDULES,
    key('reports:schedule.asked'),
  )

export const useRemoveSchedule = () =>
  useChange(
    (id: string) => ask(api.DELETE('/api/v1/report-schedules/{schedule_id}', place(id))),
    SCHEDULES,
    key('reports:schedule.removed'),
  )

/** A report as it was made, as a file. */
export const takeKept = async (one: Kept): Promise<void> => {
  const data = await ask(
    api.GET('/api/v1/kept-reports/{report_id}', { params: { path: { report_id: one.id } }, parseAs: 'blob' }),
  )
  saveFile(data as unknown as Blob, one.signed ? `${one.file}.zip` : one.file)
}

export const exportsQuery = () =>
  queryOptions({
    queryKey: ['reports', 'exports'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/exports', { signal })),
  })

export interface ExportWanted {
  kind: string
  ending: string
  language: 'zh-CN' | 'en'
}

export const takeExport = async ({ kind, ending, language }: ExportWanted): Promise<void> => {
  const data = await ask(
    api.GET('/api/v1/exports/{kind}', { params: { path: { kind }, query: { language } }, parseAs: 'blob' }),
  )
  saveFile(data as unknown as Blob, `${kind}.${ending}`)
}
