/** How fast a source delivers, from its counter as it was seen moving. */

export interface Sample {
  /** Milliseconds since 1970. */
  at: number
  events: number
}

/** What a rate is averaged over, and the least it needs; as the overview's own rates. */
export const WINDOW_MS = 60_000
export const LEAST_MS = 2_000

/** The samples with the newest added. The last one before the window stays, as its beginning. */
export const seen = (samples: readonly Sample[], next: Sample): Sample[] => {
  const last = samples.at(-1)
  // A counter only grows: a smaller one belongs to other data.
  if (last === undefined || next.events < last.events) return [next]
  const kept = samples.filter((_, place) => {
    const following = samples[place + 1]
    return following === undefined || next.at - following.at <= WINDOW_MS
  })
  return [...kept, next]
}

/** Events per second, null until it was watched long enough. The counter stood still since the last sample. */
export const perSecond = (samples: readonly Sample[], now: number): number | null => {
  const first = samples[0]
  const last = samples.at(-1)
  if (first === undefined || last === undefined || now - first.at < LEAST_MS) return null
  return (last.events - first.events) / ((now - first.at) / 1_000)
}
