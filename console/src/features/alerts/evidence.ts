/** Searches that lead from an alert to the events behind it. */

import type { AlertRead } from './alert'

const HOUR = 3_600_000
/** Of a query's 256 conditions; more ids than these are looked at through the range. */
const MOST_IDS = 100

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`

export const evidenceQuery = (ids: readonly string[]): string | null =>
  ids.length === 0 ? null : `event.id:(${ids.slice(0, MOST_IDS).map(quoted).join(' OR ')})`

/** The whole value anywhere in the fields that a search without a field looks at. */
export const mentioning = (value: string): string | null =>
  value === '' || value.length > 2_000 || value.includes('\u0000') ? null : quoted(value)

/** From an hour before its first event to an hour after its last. */
export const around = (alert: Pick<AlertRead, 'first_time' | 'time'>): { from: string; to: string } => ({
  from: new Date(Date.parse(alert.first_time) - HOUR).toISOString(),
  to: new Date(Date.parse(alert.time) + HOUR).toISOString(),
})

/** What a correlation measured, and is no field of an event. */
export const measured = (field: string): boolean =>
  /^(event_count|value_(count|sum|avg|percentile|median))$/.test(field)

/** Rules speak of fields by Sigma's names. Which field of the event has the value that matched; null for none. */
export const eventField = (field: string, value: unknown, fields: Record<string, unknown>): string | null => {
  if (field in fields) return field
  const wanted = String(value).toLowerCase()
  const has = (held: unknown) => !Array.isArray(held) && String(held).toLowerCase() === wanted
  const found = Object.entries(fields).find(([, held]) => has(held) || (Array.isArray(held) && held.some(has)))
  return found?.[0] ?? null
}
