/** What the list of incidents is filtered by, as it stands in the address. */

import { flag, list, oneOf, text } from '@/shared/search'
import { LEVELS, type Level, OPEN, STATUSES, type Status } from './incident'

export interface IncidentsSearch {
  status?: Status[]
  level?: Level[]
  /** An entity's key, such as `ip:203.0.113.5`. */
  entity?: string
  alert?: string
  /** Also what never was enough to bother anybody. */
  candidates?: true
}

export const readIncidentsSearch = (raw: Record<string, unknown>): IncidentsSearch => ({
  status: known(STATUSES, raw['status']),
  level: known(LEVELS, raw['level']),
  entity: short(raw['entity']),
  alert: short(raw['alert']),
  candidates: flag(raw['candidates']),
})

export const TABS = ['story', 'graph', 'outlook'] as const

export interface IncidentSearch {
  /** What of it is shown; its story without one. */
  tab?: (typeof TABS)[number]
  /** Shortname of the tactic the timeline is limited to. */
  tactic?: string
}

export const readIncidentSearch = (raw: Record<string, unknown>): IncidentSearch => ({
  tab: oneOf(...TABS)(raw['tab']),
  tactic: text(raw['tactic']),
})

export interface AskedIncidents {
  status?: Status[]
  level?: Level[]
  entity?: string
  alert?: string
  escalated?: boolean
}

/** What the server is asked. Without a status: those that are open, unless the search is for one thing in particular. */
export const askedIncidents = (search: IncidentsSearch): AskedIncidents => {
  const particular = search.entity !== undefined || search.alert !== undefined
  return {
    status: search.status ?? (particular ? undefined : [...OPEN]),
    level: search.level,
    entity: search.entity,
    alert: search.alert,
    escalated: search.candidates || particular ? undefined : true,
  }
}

const LONGEST = 600

const known = <T extends string>(all: readonly T[], value: unknown): T[] | undefined => {
  const asked = list(value) ?? []
  const found = all.filter((one) => asked.includes(one))
  return found.length > 0 ? found : undefined
}

const short = (value: unknown): string | undefined => {
  const found = text(value)
  return found !== undefined && found.length <= LONGEST ? found : undefined
}
