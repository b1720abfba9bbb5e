/** What the list of alerts is filtered by and which one is open, as it stands in the address. */

import { list, oneOf, text } from '@/shared/search'
import { instant, readEnd } from '@/shared/time/range'
import { LEVELS, type Level } from '@/shared/ui/LevelTag'
import { STATUSES, type Status, VERDICTS, type Verdict } from './alert'

export type Shape = 'groups' | 'list'

export interface AlertsSearch {
  level?: Level[]
  /** Without one: those nobody has decided about, unless the list is about one thing in particular. */
  status?: Status | 'all'
  verdict?: Verdict
  from?: string
  to?: string
  /** A rule's id. */
  rule?: string
  /** An entity's key, such as `ip:203.0.113.5`. */
  entity?: string
  /** Key of the entity a group is about, `-` for none. */
  principal?: string
  incident?: string
  source?: string
  /** Without it: groups, unless the list is about one thing in particular. */
  shape?: Shape
  /** The alert whose drawer is open. */
  open?: string
}

export const readAlertsSearch = (raw: Record<string, unknown>): AlertsSearch => {
  const levels = list(raw['level'])
  const known = LEVELS.filter((level) => levels?.includes(level))
  const from = readEnd(raw['from'])
  const found: AlertsSearch = {
    level: known.length > 0 ? known : undefined,
    status: oneOf(...STATUSES, 'all')(one(raw['status'])),
    verdict: oneOf(...VERDICTS)(one(raw['verdict'])),
    from,
    to: from === undefined ? undefined : (readEnd(raw['to']) ?? 'now'),
    rule: key(raw['rule']),
    entity: key(raw['entity'], 600),
    principal: key(raw['principal'], 600),
    shape: oneOf('groups', 'list')(raw['shape']),
    incident: key(raw['incident']),
    source: key(raw['source']),
    open: key(raw['open']),
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
}

const one = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value)

const key = (value: unknown, longest = 256): string | undefined => {
  const found = text(value)
  return found !== undefined && found.length <= longest ? found : undefined
}

export interface AskedAlerts {
  level?: Level[]
  status?: Status[]
  verdict?: Verdict[]
  start?: string
  end?: string
  rule?: string
  entity?: string
  principal?: string
  incident?: string
  source?: string
}

export const statusOf = (search: AlertsSearch): Status | 'all' => {
  return search.status ?? (particular(search) || search.verdict !== undefined ? 'all' : 'open')
}

export const shapeOf = (search: AlertsSearch): Shape => search.shape ?? (particular(search) ? 'list' : 'groups')

const particular = ({ rule, entity, principal, incident, source, open }: AlertsSearch): boolean =>
  [rule, entity, principal, incident, source, open].some((each) => each !== undefined)

/** What the server is asked. now: to the minute, so that the same list is not asked for again at every glance. */
export const askedAlerts = (search: AlertsSearch, now: number): AskedAlerts => {
  const minute = Math.ceil(now / 60_000) * 60_000
  const start = search.from === undefined ? undefined : instant(search.from, minute)
  const end = search.to === undefined ? undefined : instant(search.to, minute)
  const status = statusOf(search)
  const { level, verdict, rule, entity, principal, incident, source } = search
  return {
    ...(level === undefined ? {} : { level }),
    ...(status === 'all' ? {} : { status: [status] }),
    ...(verdict === undefined ? {} : { verdict: [verdict] }),
    ...(start === undefined ? {} : { start: new Date(start).toISOString() }),
    ...(end === undefined ? {} : { end: new Date(end).toISOString() }),
    ...(rule === undefined ? {} : { rule }),
    ...(entity === undefined ? {} : { entity }),
    ...(principal === undefined ? {} : { principal }),
    ...(incident === undefined ? {} : { incident }),
    ...(source === undefined ? {} : { source }),
  }
}

export const NO_FILTERS: AlertsSearch = {
  level: undefined,
  verdict: undefined,
  rule: undefined,
  entity: undefined,
  principal: undefined,
  incident: undefined,
  source: undefined,
  from: undefined,
  to: undefined,
}
