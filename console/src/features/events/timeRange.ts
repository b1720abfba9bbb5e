/** The range of time a view is about, as it stands in the address: `now-24h` to `now`, or two moments. */

export type TimeRange = { from: string; to: string }

export type Span = { start: number; end: number }

export const DEFAULT_RANGE: TimeRange = { from: 'now-24h', to: 'now' }
export const EVERYTHING: TimeRange = { from: '', to: '' }

/** Offered, shortest first. Texts stand in the catalogue under `range.<from>`. */
export const PRESETS = ['now-15m', 'now-1h', 'now-4h', 'now-24h', 'now-7d', 'now-30d', 'now-90d'] as const

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const
const RELATIVE = /^now(?:-(\d{1,6})([smhdw]))?$/
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$/

/** Milliseconds since 1970, or null when the text is neither relative nor a moment with an offset. */
export function instant(text: string, now: number): number | null {
  const relative = RELATIVE.exec(text)
  if (relative !== null) {
    const [, number, unit] = relative
    return unit === undefined ? now : now - Number(number) * UNIT_MS[unit as keyof typeof UNIT_MS]
  }
  if (!MOMENT.test(text)) return null
  const time = Date.parse(text)
  return Number.isNaN(time) ? null : time
}

export function isRelative(range: TimeRange): boolean {
  return RELATIVE.test(range.from) || RELATIVE.test(range.to)
}

/** As given when both ends can be read and are in order; an empty end is open; otherwise the default. */
export function readRange(from: unknown, to: unknown): TimeRange {
  if (from === undefined && to === undefined) return DEFAULT_RANGE
  const range = { from: end(from), to: end(to) }
  if (range.from === null || range.to === null) return DEFAULT_RANGE
  const now = 0
  const start = range.from === '' ? null : instant(range.from, now)
  const stop = range.to === '' ? null : instant(range.to, now)
  if (start !== null && stop !== null && start >= stop && RELATIVE.test(range.from) === RELATIVE.test(range.to)) {
    return DEFAULT_RANGE
  }
  return { from: range.from, to: range.to }
}

function end(text: unknown): string | null {
  if (text === undefined || text === '') return ''
  return typeof text === 'string' && instant(text, 0) !== null ? text : null
}

/** What the server is asked: moments, or nothing for an open end. */
export function asked(range: TimeRange, now: number): { start?: string; end?: string } {
  const start = instant(range.from, now)
  const stop = instant(range.to, now)
  return {
    ...(start === null ? {} : { start: iso(start, range.from) }),
    ...(stop === null ? {} : { end: iso(stop, range.to) }),
  }
}

/** A moment keeps the microseconds it was written with. */
function iso(time: number, text: string): string {
  return MOMENT.test(text) ? text : new Date(time).toISOString()
}
