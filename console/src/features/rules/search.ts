/** What the pages about rules are limited to and what is open on them, as it stands in the address. */

import type { Schemas } from '@/shared/api'
import { flag, oneOf, text } from '@/shared/search'

export type RuleState = Schemas['State']
type Level = Schemas['Level']

export const STATES = ['active', 'inactive', 'rejected'] as const satisfies readonly RuleState[]
export const LEVELS = ['critical', 'high', 'medium', 'low', 'informational'] as const satisfies readonly Level[]
export const STATUSES = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'] as const
export const SORTS = ['loaded', 'hits', 'noise', 'last'] as const satisfies readonly Schemas['RuleSort'][]
export const TABS = ['about', 'explain', 'backtest', 'exceptions', 'tuning', 'cases'] as const

export interface RulesSearch {
  /** Part of a title, id or file name. */
  q?: string
  state?: RuleState
  level?: Level
  /** Sigma's word for maturity. */
  status?: (typeof STATUSES)[number]
  /** `T1110` finds its sub-techniques too. */
  technique?: string
  logsource?: string
  pack?: string
  fired?: true
  sort?: (typeof SORTS)[number]
  /** Key of the rule that is shown. */
  open?: string
  tab?: (typeof TABS)[number]
  /** A stored event to explain the rule on. */
  event?: string
}

const LONGEST = 256

export const readRulesSearch = (raw: Record<string, unknown>): RulesSearch => ({
  q: short(raw['q']),
  state: oneOf(...STATES)(raw['state']),
  level: oneOf(...LEVELS)(raw['level']),
  status: oneOf(...STATUSES)(raw['status']),
  technique: short(raw['technique']),
  logsource: short(raw['logsource']),
  pack: short(raw['pack']),
  fired: flag(raw['fired']),
  sort: oneOf(...SORTS)(raw['sort']),
  open: short(raw['open']),
  tab: oneOf(...TABS)(raw['tab']),
  event: short(raw['event']),
})

export interface NoisySearch {
  judged?: true
  open?: string
  tab?: (typeof TABS)[number]
}

export const readNoisySearch = (raw: Record<string, unknown>): NoisySearch => ({
  judged: flag(raw['judged']),
  open: short(raw['open']),
  tab: oneOf(...TABS)(raw['tab']),
})

export const EXCEPTION_STATES = ['active', 'expired', 'ended'] as const

export interface ExceptionsSearch {
  state?: (typeof EXCEPTION_STATES)[number]
  /** Id of the exception that is shown. */
  open?: string
}

export const readExceptionsSearch = (raw: Record<string, unknown>): ExceptionsSearch => ({
  state: oneOf(...EXCEPTION_STATES)(raw['state']),
  open: short(raw['open']),
})

const short = (value: unknown): string | undefined => {
  const found = text(value)
  return found !== undefined && found.length <= LONGEST ? found : undefined
}
