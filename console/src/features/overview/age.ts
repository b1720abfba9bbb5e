/** What is older than this was missed at least twice by the ten-second renewal. */
export const STALE_S = 30

export interface Age {
  unit: 'seconds' | 'minutes'
  count: number
  stale: boolean
}

/** Both in milliseconds of the same clock. */
export const age = (received: number, now: number): Age => {
  const seconds = Math.max(0, Math.floor((now - received) / 1_000))
  const stale = seconds > STALE_S
  return seconds < 120
    ? { unit: 'seconds', count: seconds, stale }
    : { unit: 'minutes', count: Math.floor(seconds / 60), stale }
}
