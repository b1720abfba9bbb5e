import { flag, oneOf, text } from '@/shared/search'

export const KINDS = ['unit', 'system', 'zone'] as const
export type Kind = (typeof KINDS)[number]

export interface SituationSearch {
  /** Which parts of the district are shown. */
  by?: Kind
  /** The part whose index is explained, by its key. */
  open?: string
  formula?: true
}

export const readSituationSearch = (raw: Record<string, unknown>): SituationSearch => ({
  by: oneOf(...KINDS)(raw['by']),
  open: text(raw['open']),
  formula: flag(raw['formula']),
})
