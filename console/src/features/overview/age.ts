/** What is older than this was missed at least twice by the ten-second renewal. */
export const STALE_S = 30

export interface Age {
  seconds: number
  stale: boolean
}

/** Both in milliseconds of the same clock. */
export const age = (received: number, now: number): Age => {
  const seconds = Math.max(0, Math.floor((now - received) / 1_000))
  return { seconds, stale: seconds > STALE_S }
}
