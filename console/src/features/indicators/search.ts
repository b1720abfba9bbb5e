/** What the pages of threat intelligence are limited to, as it stands in the address. */

import type { Schemas } from '@/shared/api'
import { count, oneOf, text } from '@/shared/search'

export type Kind = Schemas['ObservableKind']
export type State = Schemas['IndicatorState']
type Level = Schemas['Level']

export const TABS = ['indicators', 'imports', 'feeds', 'lists', 'hunts'] as const
export const STATES = ['active', 'expired', 'refused', 'revoked'] as const satisfies readonly State[]
export const LEVELS = ['critical', 'high', 'medium', 'low', 'informational'] as const satisfies readonly Level[]
export const KINDS = [
  'ip',
  'network',
  'domain',
  'hostname',
  'url',
  'md5',
  'sha1',
  'sha256',
  'sm3',
  'email',
  'ja3',
  'ja4',
  'user_agent',
  'certificate',
  'file_name',
  'file_path',
  'registry_key',
  'mutex',
] as const satisfies readonly Kind[]

export interface IndicatorsSearch {
  tab?: (typeof TABS)[number]
  /** Part of a value. */
  q?: string
  kind?: Kind
  state?: State
  level?: Level
  source?: string
  /** Number of an import. */
  imported?: number
  /** Number of the indicator, or of the import, that is shown. */
  open?: number
}

const short = (value: unknown): string | undefined => {
  const found = text(value)
  return found !== undefined && found.length <= 256 ? found : undefined
}

export const readIndicatorsSearch = (raw: Record<string, unknown>): IndicatorsSearch => ({
  tab: oneOf(...TABS)(raw['tab']),
  q: short(raw['q']),
  kind: oneOf(...KINDS)(raw['kind']),
  state: oneOf(...STATES)(raw['state']),
  level: oneOf(...LEVELS)(raw['level']),
  source: short(raw['source']),
  imported: count(raw['imported']) || undefined,
  open: count(raw['open']) || undefined,
})
