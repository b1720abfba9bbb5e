import { oneOf, text } from '@/shared/search'

export const ROLES = [
  'system_admin',
  'security_admin',
  'audit_admin',
  'analyst',
  'duty_officer',
  'unit_security_officer',
  'compliance_auditor',
  'leader',
  'data_steward',
] as const

export interface AccountsSearch {
  unit?: string | undefined
  role?: (typeof ROLES)[number] | undefined
  state?: 'enabled' | 'disabled' | undefined
  /** Account whose drawer is open. */
  open?: string | undefined
}

export const readAccountsSearch = (raw: Record<string, unknown>): AccountsSearch => ({
  unit: text(raw['unit']),
  role: oneOf(...ROLES)(raw['role']),
  state: oneOf('enabled', 'disabled')(raw['state']),
  open: text(raw['open']),
})
