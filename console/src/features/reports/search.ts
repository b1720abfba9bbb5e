import { oneOf, text } from '@/shared/search'

export const FORMATS = ['pdf', 'docx', 'xlsx', 'json', 'oscal'] as const
export const TABS = ['make', 'schedules', 'kept'] as const
export type ReportFormat = (typeof FORMATS)[number]

/** kind and id: what another page asks this one to prepare. */
export interface ReportsSearch {
  kind?: string | undefined
  id?: string | undefined
  format?: ReportFormat | undefined
  tab?: (typeof TABS)[number] | undefined
}

export const readReportsSearch = (raw: Record<string, unknown>): ReportsSearch => ({
  kind: text(raw['kind']),
  id: text(raw['id']),
  format: oneOf(...FORMATS)(raw['format']),
  tab: oneOf(...TABS)(raw['tab']),
})
