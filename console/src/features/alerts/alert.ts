/** Words of the interface that the pages about alerts share. */

import type { Schemas } from '@/shared/api'

export type AlertRead = Schemas['AlertRead']
export type AlertDetail = Schemas['AlertDetail']
export type Status = Schemas['AlertStatus']
export type Verdict = Schemas['AlertVerdict']

export const STATUSES = ['open', 'acknowledged', 'closed'] as const satisfies readonly Status[]
export const VERDICTS = ['true_positive', 'benign', 'false_positive'] as const satisfies readonly Verdict[]
