export interface Age {
  unit: 'seconds' | 'minutes'
  count: number
  stale: boolean
}

/** How old an answer is: both times in milliseconds of the same clock; stale when older than `stale_s`. */
export const age = (received: number, now: number, stale_s: number): Age => {
  const seconds = Math.max(0, Math.floor((now - received) / 1_000))
  const stale = seconds > stale_s
  return seconds < 120
    ? { unit: 'seconds', count: seconds, stale }
    : { unit: 'minutes', count: Math.floor(seconds / 60), stale }
}
