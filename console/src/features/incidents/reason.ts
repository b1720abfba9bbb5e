import type { Schemas } from '@/shared/api'
import { type Keyed, keyed } from '@/shared/entities/entity'

/** The entities that connect an alert with the incident; none where it opened it or speaks of the same record. */
export const shared = (reason: Pick<Schemas['Why'], 'kind' | 'path'>): Keyed[] => {
  if (reason.kind === 'first') return []
  const found = [...new Set(reason.path)].map(keyed)
  return found.some((one) => one.kind === 'event' || one.kind === '') ? [] : found
}
