/** The range of time a search is about: as it stands in the address, and as the server is asked for it. */

import { EVERYTHING, instant, isRelative, type Range, readEnd } from '@/shared/time/range'

export const DEFAULT_RANGE: Range = { from: 'now-24h', to: 'now' }

/** As given when both ends can be read and are in order, otherwise the last day. An empty end is open. */
export const readRange = (from: unknown, to: unknown): Range => {
  const range = {
    from: from === '' ? EVERYTHING.from : readEnd(from ?? DEFAULT_RANGE.from),
    to: to === '' ? EVERYTHING.to : readEnd(to ?? DEFAULT_RANGE.to),
  }
  if (range.from === undefined || range.to === undefined) return DEFAULT_RANGE
  const now = Date.now()
  const start = instant(range.from, now)
  const end = instant(range.to, now)
  if (start === undefined || end === undefined || start >= end) return DEFAULT_RANGE
  return { from: range.from, to: range.to }
}

export const askedRange = ({ from, to }: Range, now: number): { start?: string; end?: string } => ({
  ...(from === EVERYTHING.from ? {} : { start: moment(from, now) }),
  end: moment(to, now),
})

/** A moment keeps the microseconds it was written with. */
const moment = (end: string, now: number): string =>
  isRelative(end) || !/T.*(Z|[+-]\d\d:\d\d)$/.test(end) ? new Date(instant(end, now) ?? now).toISOString() : end
