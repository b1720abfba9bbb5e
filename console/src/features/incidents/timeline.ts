/** The members of an incident, as they are told: in order of time, repetitions of a rule on one line. */

import type { Level } from "./incident";

export type Told = {
  alert: {
    id: string;
    time: string;
    first_time: string;
    rule: { id: string; level: Level };
    unit: string;
    event_count: number;
  };
  reason: { kind: string };
};

export type Passage<M extends Told> = {
  /** Of its first member, which never changes once it is told. */
  key: string;
  head: M;
  members: M[];
  first: string;
  last: string;
  events: number;
  units: string[];
};

/** Neighbours of the same rule become one passage. Times are ISO 8601 in UTC with microseconds, so they compare as text. */
export function passages<M extends Told>(members: readonly M[]): Passage<M>[] {
  const out: Passage<M>[] = [];
  for (const member of [...members].sort(byTime)) {
    const { alert } = member;
    const last = out.at(-1);
    if (last !== undefined && last.head.alert.rule.id === alert.rule.id) {
      last.members.push(member);
      if (alert.first_time < last.first) last.first = alert.first_time;
      if (alert.time > last.last) last.last = alert.time;
      last.events += alert.event_count;
      if (!last.units.includes(alert.unit)) last.units.push(alert.unit);
      continue;
    }
    out.push({
      key: alert.id,
      head: member,
      members: [member],
      first: alert.first_time,
      last: alert.time,
      events: alert.event_count,
      units: [alert.unit],
    });
  }
  return out;
}

function byTime(a: Told, b: Told): number {
  if (a.alert.time !== b.alert.time) return a.alert.time < b.alert.time ? -1 : 1;
  return a.alert.id < b.alert.id ? -1 : a.alert.id > b.alert.id ? 1 : 0;
}
