/** Which fields events have, and in how many of those loaded. */

export type FieldCount = { name: string; events: number }

/** Of the platform itself; no use for finding anything. */
const PLUMBING = new Set(['event.id', 'event.hash', 'log.offset', '@timestamp', 'event.ingested', 'fengsui.position'])

export const fieldCounts = (events: readonly { fields: Record<string, unknown> }[]): FieldCount[] => {
  const counts = new Map<string, number>()
  for (const event of events) {
    for (const name in event.fields) if (!PLUMBING.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts].map(([name, number]) => ({ name, events: number })).sort((a, b) => byName(a.name, b.name))
}

/** Names of the catalogue before a source's own, which have no dots; the platform's last. */
const rank = (name: string): number =>
  name.startsWith('fengsui.') || PLUMBING.has(name) ? 2 : name.includes('.') ? 0 : 1

const byName = (a: string, b: string): number => rank(a) - rank(b) || (a < b ? -1 : 1)

/** A drawer's list: in the same order, with the words of the filter in name or value. */
export const fieldRows = (fields: Record<string, unknown>, filter: string): [string, unknown][] => {
  const wanted = filter.trim().toLowerCase()
  return Object.entries(fields)
    .filter(([name, value]) => wanted === '' || name.toLowerCase().includes(wanted) || textOf(value).includes(wanted))
    .sort(([a], [b]) => byName(a, b))
}

const textOf = (value: unknown): string =>
  (Array.isArray(value)
    ? value.join(' ')
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value)
  ).toLowerCase()
