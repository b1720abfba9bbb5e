import { text } from '@/shared/search'

export interface UnitsSearch {
  open?: string | undefined
}

export const readUnitsSearch = (raw: Record<string, unknown>): UnitsSearch => ({ open: text(raw['open']) })
