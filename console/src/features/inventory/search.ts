/** What the pages of the register are limited to, as it stands in the address. */

import type { Schemas } from '@/shared/api'
import { flag, oneOf, text } from '@/shared/search'

export type Kind = Schemas['InventoryKind']
export type DiscoveryKind = Schemas['DiscoveryKind']
export type DiscoveryState = Schemas['DiscoveryState']

export const KINDS = [
  'systems',
  'assets',
  'zones',
  'conduits',
  'services',
  'accounts',
  'groups',
  'rights',
  'exposures',
  'data_sets',
  'data_grants',
  'controls',
] as const satisfies readonly Kind[]
export const TABS = ['discoveries', ...KINDS] as const
export type Tab = (typeof TABS)[number]
export const DISCOVERY_KINDS = [
  'unregistered_host',
  'unregistered_service',
  'unregistered_conduit',
  'changed_address',
  'changed_version',
  'vanished_asset',
] as const satisfies readonly DiscoveryKind[]
export const DISCOVERY_STATES = ['open', 'ignored', 'accepted', 'resolved'] as const satisfies readonly DiscoveryState[]

export interface InventorySearch {
  tab?: Tab | undefined
  q?: string | undefined
  unit?: string | undefined
  /** A field that must have a value, for going from one record to those that name it. */
  field?: string | undefined
  value?: string | undefined
  /** Also exposures that are closed. */
  closed?: true | undefined
  kind?: DiscoveryKind | undefined
  state?: DiscoveryState | undefined
  /** Id of the record or discovery that is shown. */
  open?: string | undefined
}

const short = (value: unknown): string | undefined => {
  const found = text(value)
  return found !== undefined && found.length <= 256 ? found : undefined
}

export const readInventorySearch = (raw: Record<string, unknown>): InventorySearch => ({
  tab: oneOf(...TABS)(raw['tab']),
  q: short(raw['q']),
  unit: short(raw['unit']),
  field: short(raw['field']),
  value: short(raw['value']),
  closed: flag(raw['closed']),
  kind: oneOf(...DISCOVERY_KINDS)(raw['kind']),
  state: oneOf(...DISCOVERY_STATES)(raw['state']),
  open: text(raw['open']),
})
