/** What the list of sources is limited to and which one is open, as it stands in the address. */

import type { Schemas } from '@/shared/api'
import { oneOf, text } from '@/shared/search'

export type SourceState = Schemas['SourceState']

/** What needs somebody first. */
export const STATES = [
  'failed',
  'silent',
  'dropping',
  'waiting',
  'receiving',
  'disabled',
  'recording',
] as const satisfies readonly SourceState[]

export interface SourcesSearch {
  state?: SourceState
  /** Only those with quarantined or dropped records. */
  trouble?: 'quarantined' | 'dropped'
  /** Name of the source whose details are open. */
  open?: string
  /** Reason the samples are limited to. */
  reason?: string
}

export const readSourcesSearch = (raw: Record<string, unknown>): SourcesSearch => ({
  state: oneOf(...STATES)(raw['state']),
  trouble: oneOf('quarantined', 'dropped')(raw['trouble']),
  open: text(raw['open']),
  reason: text(raw['reason']),
})

type Source = Pick<Schemas['SourceRead'], 'name' | 'unit' | 'state' | 'quarantined' | 'dropped'>

/** Those that match, what needs somebody first. */
export const listed = <S extends Source>(sources: readonly S[], search: SourcesSearch): S[] =>
  sources
    .filter(
      (source) =>
        (search.state === undefined || source.state === search.state) &&
        (search.trouble === undefined || source[search.trouble] > 0),
    )
    .sort(
      (a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
    )
