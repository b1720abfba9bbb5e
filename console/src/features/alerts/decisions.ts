/** One decision about many alerts, as the server takes it: at most so many at once, all of the same status. */

import type { Schemas } from '@/shared/api'
import { type AlertRead, STATUSES, type Status } from './alert'

export const AT_ONCE = 500
/** Alerts that are chosen and decided about together: more is done with narrower filters. */
export const MOST_CHOSEN = 5_000

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

/** What takes a decision back: each alert as it was before, as long as it still is what was decided. */
export const undoing = (
  before: readonly Pick<AlertRead, 'id' | 'status' | 'verdict' | 'note'>[],
  decided: Status,
): Schemas['AlertDecisions'][] => {
  const alike = new Map<string, typeof before>()
  for (const alert of before) {
    const was = JSON.stringify([alert.status, alert.verdict, alert.note])
    alike.set(was, [...(alike.get(was) ?? []), alert])
  }
  return [...alike.values()].flatMap((same) => {
    const { status, verdict, note } = same[0] as (typeof before)[number]
    const now = same.map(({ id }) => ({ id, status: decided }))
    return decisionsOf(now, { status, note, ...(verdict === null ? {} : { verdict }) })
  })
}
