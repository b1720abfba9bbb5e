import { queryOptions } from '@tanstack/react-query'
import { api, ask } from '@/shared/api'
import { saveFile } from '@/shared/save'
import type { ReportFormat } from './search'

export const kindsQuery = () =>
  queryOptions({
    queryKey: ['reports'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/reports', { signal })),
  })

export const systemsQuery = (enabled: boolean) =>
  queryOptions({
    queryKey: ['reports', 'systems'],
    enabled,
    queryFn: ({ signal }) => ask(api.GET('/api/v1/compliance', { signal })),
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
