/** The members of an incident, as they are told: in order of time, repetitions of a rule on one line. */

import type { Schemas } from '@/shared/api'

type Alert = Schemas['AlertRead']

export interface Told {
  alert: Pick<Alert, 'id' | 'time' | 'unit' | 'event_count'> & { rule: { id: string } }
}

export interface Passage<M extends Told> {
  /** Of its first member, which stays the first once it is told. */
  key: string
  head: M
  members: M[]
  /** When its first and last alert were: the events that completed their matches. */
  first: string
  last: string
  events: number
  units: string[]
}

/** Neighbours of the same rule become one passage. Times are ISO 8601 in UTC with microseconds, so they compare as text. */
export const passages = <M extends Told>(members: readonly M[]): Passage<M>[] => {
  const out: Passage<M>[] = []
  for (const member of [...members].sort(byTime)) {
    const { alert } = member
    const last = out.at(-1)
    if (last !== undefined && last.head.alert.rule.id === alert.rule.id) {
      last.members.push(member)
      last.last = alert.time
      last.events += alert.event_count
      if (!last.units.includes(alert.unit)) last.units.push(alert.unit)
    } else {
      out.push({
        key: alert.id,
        head: member,
        members: [member],
        first: alert.time,
        last: alert.time,
        events: alert.event_count,
        units: [alert.unit],
      })
    }
  }
  return out
}

const byTime = (a: Told, b: Told): number => compare(a.alert.time, b.alert.time) || compare(a.alert.id, b.alert.id)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
