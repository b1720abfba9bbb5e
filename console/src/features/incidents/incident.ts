/** Words of the interface that the pages about incidents share. */

import type { Schemas } from '@/shared/api'

export type Level = Schemas['Level']
export type Status = Schemas['IncidentStatus']
export type Decision = Schemas['IncidentDecision']['status']

/** Worst first. */
export const LEVELS = ['critical', 'high', 'medium', 'low', 'informational'] as const satisfies readonly Level[]

export const STATUSES = [
  'new',
  'in_progress',
  'on_hold',
  'resolved',
  'closed',
  'merged',
] as const satisfies readonly Status[]

/** What people may decide; `merged` is the correlator's alone. */
export const DECISIONS = ['new', 'in_progress', 'on_hold', 'resolved', 'closed'] as const satisfies readonly Decision[]

/** Those somebody still has to do something about. */
export const OPEN: readonly Status[] = ['new', 'in_progress', 'on_hold']
