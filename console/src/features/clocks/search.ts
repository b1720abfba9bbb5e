import { oneOf, text } from '@/shared/search'

export const TABS = ['cases', 'rules'] as const

export interface ClocksSearch {
  open?: string | undefined
  tab?: (typeof TABS)[number] | undefined
}

export const readClocksSearch = (raw: Record<string, unknown>): ClocksSearch => ({
  open: text(raw['open']),
  tab: oneOf(...TABS)(raw['tab']),
})
