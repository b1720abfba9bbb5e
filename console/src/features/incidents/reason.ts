import type { Schemas } from '@/shared/api'

export interface Keyed {
  key: string
  kind: string
  value: string
}

/** A key is `kind:value`; the value may hold colons of its own. */
export const keyed = (key: string): Keyed => {
  const colon = key.indexOf(':')
  return { key, kind: key.slice(0, Math.max(colon, 0)), value: key.slice(colon + 1) }
}

/** The entities that connect an alert with the incident; none where it opened it or speaks of the same record. */
export const shared = (reason: Pick<Schemas['Why'], 'kind' | 'path'>): Keyed[] => {
  if (reason.kind === 'first') return []
  const found = reason.path.map(keyed)
  return found.some((one) => one.kind === 'event' || one.kind === '') ? [] : found
}
