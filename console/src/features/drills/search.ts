import { oneOf, text } from '@/shared/search'
import type { DrillStatus } from './api'

export const STATUSES: readonly DrillStatus[] = ['planned', 'running', 'passed', 'failed', 'cancelled']

export interface DrillsSearch {
  open?: string | undefined
  status?: DrillStatus | undefined
  /** The backup plan a new drill is of, or `none`; the form opens. */
  plan?: string | undefined
}

export const readDrillsSearch = (raw: Record<string, unknown>): DrillsSearch => ({
  open: text(raw['open']),
  status: oneOf(...STATUSES)(raw['status']),
  plan: text(raw['plan']),
})
