/** What the addresses of playbooks, runs and approvals hold. */

import type { Schemas } from '@/shared/api'
import { flag, oneOf, text } from '@/shared/search'

export const STATUSES = [
  'requested',
  'running',
  'waiting',
  'succeeded',
  'failed',
  'cancelled',
] as const satisfies readonly Schemas['ExecutionStatus'][]

export interface PlaybooksSearch {
  /** The incident that is to be answered. */
  incident?: string
}

export const readPlaybooksSearch = (raw: Record<string, unknown>): PlaybooksSearch => ({
  incident: text(raw['incident']),
})

export interface ExecutionsSearch {
  status?: (typeof STATUSES)[number]
  incident?: string
  /** Also what is decided. */
  all?: true
}

export const readExecutionsSearch = (raw: Record<string, unknown>): ExecutionsSearch => ({
  status: oneOf(...STATUSES)(raw['status']),
  incident: text(raw['incident']),
  all: flag(raw['all']),
})
