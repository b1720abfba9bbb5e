import { oneOf, text } from '@/shared/search'

export const TABS = ['phases', 'lineage', 'approvals', 'accesses', 'assessment', 'papers'] as const
export const CLASSES = ['important_candidate', 'sensitive', 'internal', 'open'] as const
export const STATES = ['requested', 'approved', 'expired', 'revoked', 'refused'] as const

export interface DataSetsSearch {
  unit?: string | undefined
  grade?: (typeof CLASSES)[number] | undefined
}

export const readDataSetsSearch = (raw: Record<string, unknown>): DataSetsSearch => ({
  unit: text(raw['unit']),
  grade: oneOf(...CLASSES)(raw['grade']),
})

export interface DataSetSearch {
  tab?: (typeof TABS)[number] | undefined
  phase?: string | undefined
}

export const readDataSetSearch = (raw: Record<string, unknown>): DataSetSearch => ({
  tab: oneOf(...TABS)(raw['tab']),
  phase: text(raw['phase']),
})

export interface ApprovalsSearch {
  state?: (typeof STATES)[number] | 'all' | undefined
  ask?: string | undefined
}

export const readApprovalsSearch = (raw: Record<string, unknown>): ApprovalsSearch => ({
  state: oneOf(...STATES, 'all')(raw['state']),
  ask: text(raw['ask']),
})
