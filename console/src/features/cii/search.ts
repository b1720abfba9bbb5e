import { oneOf, text } from '@/shared/search'

export const LIST_TABS = ['systems', 'suppliers'] as const
export const TABS = ['activities', 'file', 'assessments', 'permits'] as const

export interface CiiSearch {
  tab?: (typeof LIST_TABS)[number] | undefined
  open?: string | undefined
}

export const readCiiSearch = (raw: Record<string, unknown>): CiiSearch => ({
  tab: oneOf(...LIST_TABS)(raw['tab']),
  open: text(raw['open']),
})

export interface CiiSystemSearch {
  tab?: (typeof TABS)[number] | undefined
}

export const readCiiSystemSearch = (raw: Record<string, unknown>): CiiSystemSearch => ({
  tab: oneOf(...TABS)(raw['tab']),
})
