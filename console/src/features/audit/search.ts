import { text } from '@/shared/search'
import { readEnd } from '@/shared/time/range'

export interface AuditSearch {
  actor?: string | undefined
  action?: string | undefined
  object?: string | undefined
  from?: string | undefined
  to?: string | undefined
  open?: string | undefined
}

export const readAuditSearch = (raw: Record<string, unknown>): AuditSearch => ({
  actor: text(raw['actor']),
  action: text(raw['action']),
  object: text(raw['object']),
  from: readEnd(raw['from']),
  to: readEnd(raw['to']),
  open: text(raw['open']),
})
