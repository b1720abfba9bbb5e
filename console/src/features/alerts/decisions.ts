/** One decision about many alerts, as the server takes it: at most so many at once, all of the same status. */

import type { Schemas } from '@/shared/api'
import { type AlertRead, STATUSES } from './alert'

export const AT_ONCE = 500

export const decisionsOf = (
  chosen: readonly Pick<AlertRead, 'id' | 'status'>[],
  decision: Schemas['AlertDecision'],
): Schemas['AlertDecisions'][] =>
  STATUSES.flatMap((expected) => {
    const ids = [...new Set(chosen.filter(({ status }) => status === expected).map(({ id }) => id))]
    const parts = Array.from({ length: Math.ceil(ids.length / AT_ONCE) }, (_, at) =>
      ids.slice(at * AT_ONCE, (at + 1) * AT_ONCE),
    )
    return parts.map((alerts) => ({ ...decision, alerts, expected }))
  })

/** Which of the two a decision still lacks: closing needs a verdict, a false positive a note. */
export const lacks = (decision: Partial<Schemas['AlertDecision']>): 'verdict' | 'note' | null => {
  if (decision.status === 'closed' && !decision.verdict) return 'verdict'
  if (decision.verdict === 'false_positive' && !decision.note?.trim()) return 'note'
  return null
}
