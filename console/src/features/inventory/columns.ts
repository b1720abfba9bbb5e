import type { Kind } from './search'

/** Which fields of a kind stand in its table, after its name. */
export const COLUMNS: Record<Kind, readonly string[]> = {
  systems: ['unit', 'mlps_level', 'level_is_proposal', 'id'],
  assets: ['kind', 'unit', 'system', 'zone', 'addresses', 'os', 'owner', 'criticality'],
  zones: ['kind', 'trust', 'networks', 'unit', 'id'],
  conduits: ['source', 'target', 'services', 'unit'],
  services: ['asset', 'transport', 'port', 'protocol', 'product', 'version', 'authentication', 'system'],
  accounts: ['kind', 'asset', 'tier', 'mfa', 'enabled', 'unit'],
  groups: ['member_of', 'unit', 'id'],
  rights: ['subject', 'verb', 'target', 'unit', 'expires'],
  exposures: ['weakness', 'cvss', 'asset', 'service', 'effect', 'exploited', 'source', 'last_seen', 'closed'],
  data_sets: ['data_class', 'records', 'personal_information', 'unit', 'system', 'id'],
  data_grants: ['holder', 'access', 'data_set', 'through', 'approval'],
  controls: ['controller', 'device', 'protocol', 'authenticated', 'safety'],
}
