/** What the list of rules is limited to and which one is open, as it stands in the address. */

import type { Schemas } from '@/shared/api'
import { oneOf, text } from '@/shared/search'

export type RuleState = Schemas['State']
type Level = Schemas['Level']

export const STATES = ['active', 'inactive', 'rejected'] as const satisfies readonly RuleState[]
export const LEVELS = ['critical', 'high', 'medium', 'low', 'informational'] as const satisfies readonly Level[]

export interface RulesSearch {
  /** Part of a title, id or file name. */
  q?: string
  state?: RuleState
  level?: Level
  /** `T1110` finds its sub-techniques too. */
  technique?: string
  /** Key of the rule that is shown. */
  open?: string
}

const LONGEST = 256

export const readRulesSearch = (raw: Record<string, unknown>): RulesSearch => ({
  q: short(raw['q']),
  state: oneOf(...STATES)(raw['state']),
  level: oneOf(...LEVELS)(raw['level']),
  technique: short(raw['technique']),
  open: short(raw['open']),
})

const short = (value: unknown): string | undefined => {
  const found = text(value)
  return found !== undefined && found.length <= LONGEST ? found : undefined
}
