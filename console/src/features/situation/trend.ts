/** The course of an index as a line to draw. */

import type { Reading } from './api'

const HOUR = 3_600_000

export interface Point {
  /** Milliseconds. */
  at: number
  index: number
}

/**
 * From the beginning of the range to now, in which the last value holds until another is known; `now` is the index now.
 * Hours in which nobody looked are no gap: what was known then still held, as far as anybody knows.
 */
export const course = (readings: readonly Reading[], current: number, now: number): Point[] => {
  const points = readings
    .map((one) => ({ at: Math.min(now, Date.parse(one.time) + HOUR), index: one.index }))
    .filter((point) => Number.isFinite(point.at) && point.at < now)
  // A single moment would be no line.
  const first = points.length > 0 ? [] : [{ at: now - HOUR, index: current }]
  return [...first, ...points, { at: now, index: current }]
}

/** An SVG path through the points in a box; y falls with the index, 0 at the bottom. */
export const path = (points: readonly Point[], from: number, to: number, width: number, height: number): string =>
  points
    .map(({ at, index }, place) => {
      const x = ((Math.max(at, from) - from) / (to - from)) * width
      const y = height - (index / 100) * height
      return `${place === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`
    })
    .join(' ')
