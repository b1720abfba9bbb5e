/** Searches that lead from an alert to the events behind it. */

import { quoted } from '@/shared/events/pivot'

/** Of a query's 256 conditions; more ids than these are looked at through the range. */
const MOST_IDS = 100

export const evidenceQuery = (ids: readonly string[]): string | null =>
  ids.length === 0 ? null : `event.id:(${ids.slice(0, MOST_IDS).map(quoted).join(' OR ')})`

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

const SENTENCES = new Set(['why', 'why_zh'])

/** Behaviour detectors say in one sentence, in both languages, why they spoke. Null for what other rules matched. */
export const sentence = (matched: Record<string, unknown>, chinese: boolean): string | null => {
  const said = matched[chinese ? 'why_zh' : 'why']
  return typeof said === 'string' && typeof matched.why_zh === 'string' ? said : null
}

/** What matched, without the sentences where there are any. */
export const facts = (matched: Record<string, unknown>): [string, unknown][] =>
  Object.entries(matched).filter(([field]) => sentence(matched, true) === null || !SENTENCES.has(field))
