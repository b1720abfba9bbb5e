/** Which matrix and which time, as it stands in the address. */

import type { Schemas } from '@/shared/api'
import { flag, oneOf } from '@/shared/search'
import { readEnd } from '@/shared/time/range'

export const DOMAINS = ['enterprise', 'ics'] as const satisfies readonly Schemas['Domain'][]
export const SHOWN = ['fired', 'ready', 'unfed', 'off', 'none'] as const satisfies readonly Schemas['Covered'][]
export const VIEWS = ['matrix', 'feeds'] as const

export interface CoverageSearch {
  view?: (typeof VIEWS)[number]
  domain?: (typeof DOMAINS)[number]
  /** Only techniques covered so far. */
  covered?: (typeof SHOWN)[number]
  subs?: true
  from?: string
  to?: string
}

export const readCoverageSearch = (raw: Record<string, unknown>): CoverageSearch => ({
  view: oneOf(...VIEWS)(raw['view']),
  domain: oneOf(...DOMAINS)(raw['domain']),
  covered: oneOf(...SHOWN)(raw['covered']),
  subs: flag(raw['subs']),
  from: readEnd(raw['from']),
  to: readEnd(raw['to']),
})
