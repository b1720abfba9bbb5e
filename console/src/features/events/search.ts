/** What an event search is, as it stands in the address, so that it can be sent to a colleague. */

import { MAX_QUERY } from '@/shared/events/pivot'
import { flag } from '@/shared/search'
import { DEFAULT_RANGE, readRange } from './timeRange'

export type EventSearch = {
  q?: string
  from?: string
  to?: string
  order?: 'oldest'
  /** Look for new events again and again. */
  live?: true
  /** Fields shown as columns beside the time. */
  columns?: string[]
  /** The event whose drawer is open. */
  open?: string
}

export const DEFAULT_COLUMNS: readonly string[] = [
  'event.dataset',
  'event.action',
  'source.ip',
  'destination.ip',
  'host.name',
  'user.name',
]

export const MAX_COLUMNS = 30
const MAX_NAME = 256

/** From whatever an address holds; what is as it is anyway is left out. Numbers are texts here: `?q=443` looks for 443. */
export const readEventSearch = (raw: Record<string, unknown>): EventSearch => {
  const range = readRange(raw['from'], raw['to'])
  const q = text(raw['q'], MAX_QUERY)
  const open = text(raw['open'], MAX_NAME)
  const columns = names(raw['columns'])
  return {
    ...(q === '' ? {} : { q }),
    ...(range.from === DEFAULT_RANGE.from && range.to === DEFAULT_RANGE.to ? {} : range),
    ...(raw['order'] === 'oldest' ? { order: 'oldest' as const } : {}),
    ...(flag(raw['live']) ? { live: true as const } : {}),
    ...(columns === null || same(columns, DEFAULT_COLUMNS) ? {} : { columns }),
    ...(open === '' ? {} : { open }),
  }
}

const text = (raw: unknown, longest: number): string => {
  const found = typeof raw === 'number' || typeof raw === 'boolean' ? String(raw) : raw
  return typeof found === 'string' ? found.slice(0, longest) : ''
}

const names = (raw: unknown): string[] | null => {
  const given = typeof raw === 'string' && raw !== '' ? raw.split(',') : raw
  if (!Array.isArray(given)) return null
  const wanted = given.filter(
    (name): name is string => typeof name === 'string' && name !== '' && name.length <= MAX_NAME,
  )
  return [...new Set(wanted)].slice(0, MAX_COLUMNS)
}

const same = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((name, at) => name === others[at])

/** With a column more, or without it. */
export const toggled = (columns: readonly string[], name: string): string[] =>
  columns.includes(name) ? columns.filter((column) => column !== name) : [...columns, name].slice(-MAX_COLUMNS)
