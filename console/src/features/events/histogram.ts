/** How wide the bars of a histogram are, and which range a stretch of them is. */

import type { TimeRange } from './time-range'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Of a clock or a calendar, so that bars begin where people expect. Milliseconds. */
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 7, 14, 30, 90, 365].map((count) => count * DAY),
]
const LONGEST = 365 * DAY

/** The server answers at most so many. */
const MAX_BARS = 2_000
const MIN_BARS = 20
const PIXELS_A_BAR = 9

/** The shortest step whose bars are wide enough for a pointer. span: milliseconds; result: seconds. */
export function intervalFor(span: number, width: number): number {
  const bars = Math.min(MAX_BARS, Math.max(MIN_BARS, Math.floor(width / PIXELS_A_BAR)))
  const step = STEPS.find((candidate) => span <= candidate * bars) ?? LONGEST
  return step / SECOND
}

/** From the start of one bar to the end of another, whichever way they were dragged. */
export function rangeOfBars(starts: readonly number[], interval: number, one: number, other: number): TimeRange | null {
  const last = starts.length - 1
  const low = Math.max(0, Math.min(one, other))
  const high = Math.min(last, Math.max(one, other))
  const first = starts[low]
  const final = starts[high]
  if (first === undefined || final === undefined || low > high) return null
  return { from: new Date(first).toISOString(), to: new Date(final + interval * SECOND).toISOString() }
}
