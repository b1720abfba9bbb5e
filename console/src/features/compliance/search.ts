import { oneOf, text } from '@/shared/search'

export const VERDICTS = ['not_met', 'partly_met', 'unknown', 'met', 'not_applicable'] as const
export const TABS = ['ledgers', 'record', 'items', 'gates', 'plan', 'papers'] as const

export interface DistrictSearch {
  unit?: string | undefined
  category?: string | undefined
}

export const readDistrictSearch = (raw: Record<string, unknown>): DistrictSearch => ({
  unit: text(raw['unit']),
  category: text(raw['category']),
})

export interface SystemSearch {
  tab?: (typeof TABS)[number] | undefined
  category?: string | undefined
  verdict?: (typeof VERDICTS)[number] | undefined
  item?: string | undefined
}

export const readSystemSearch = (raw: Record<string, unknown>): SystemSearch => ({
  tab: oneOf(...TABS)(raw['tab']),
  category: text(raw['category']),
  verdict: oneOf(...VERDICTS)(raw['verdict']),
  item: text(raw['item']),
})
