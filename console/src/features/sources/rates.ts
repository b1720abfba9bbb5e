/** How fast a source delivers, from its counter as it was seen moving. */

export type Sample = { at: number; events: number };

/** Milliseconds the rate is averaged over, and the least it needs; as the overview's own rates. */
export const WINDOW_MS = 60_000;
export const LEAST_MS = 2_000;

/** Samples within the window before `at`, with the newest added; the oldest one outside stays as the beginning. */
export function seen(samples: readonly Sample[], next: Sample): Sample[] {
  const last = samples.at(-1);
  // A counter only grows; a smaller one belongs to other data, and an average over a long pause says nothing about now.
  if (last === undefined || next.events < last.events || next.at - last.at > WINDOW_MS * 2) return [next];
  const kept = samples.filter((sample, i) => {
    const following = samples[i + 1];
    return following === undefined || next.at - following.at <= WINDOW_MS;
  });
  return [...kept, next];
}

/** Events per second, null until it was watched long enough. */
export function perSecond(samples: readonly Sample[], now: number): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined) return null;
  const span = now - first.at;
  return span < LEAST_MS ? null : (last.events - first.events) / (span / 1_000);
}
