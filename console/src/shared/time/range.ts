/** from and to: ISO 8601 with an offset, `now`, or `now-` and a number of s, m, h, d, w. */
export interface Range {
  from: string
  to: string
}

/** From before there were events: the server then begins with the first that matches. */
export const EVERYTHING: Range = { from: '1970-01-01T00:00:00Z', to: 'now' }

export const isEverything = ({ from, to }: Range): boolean => from === EVERYTHING.from && to === EVERYTHING.to

/** From so long before a first moment to so long after a last one. Times are ISO 8601. */
export const around = (first: string, last: string, margin: number): Range => ({
  from: new Date(Date.parse(first) - margin).toISOString(),
  to: new Date(Date.parse(last) + margin).toISOString(),
})

const RELATIVE = /^now(?:-(\d{1,6})([smhdw]))?$/
const LENGTH_MS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

export const PRESETS: readonly string[] = ['now-15m', 'now-1h', 'now-4h', 'now-24h', 'now-7d', 'now-30d', 'now-90d']

export const isRelative = (end: string): boolean => RELATIVE.test(end)

/** Milliseconds since 1970, undefined for what is no time. */
export const instant = (end: string, now: number): number | undefined => {
  const relative = RELATIVE.exec(end)
  if (relative) return now - Number(relative[1] ?? 0) * (LENGTH_MS[relative[2] ?? 's'] ?? 0)
  if (!/^\d{4}-\d\d-\d\d/.test(end)) return undefined
  const found = Date.parse(end)
  return Number.isFinite(found) ? found : undefined
}

/** The instants the API is asked for; undefined where the range makes no sense. */
export const resolveRange = ({ from, to }: Range, now = Date.now()): { start: string; end: string } | undefined => {
  const start = instant(from, now)
  const end = instant(to, now)
  if (start === undefined || end === undefined || start >= end) return undefined
  return { start: new Date(start).toISOString(), end: new Date(end).toISOString() }
}

/** For a page's search reader: the text when it is an end of a range. */
export const readEnd = (value: unknown): string | undefined =>
  typeof value === 'string' && instant(value, 0) !== undefined ? value : undefined
