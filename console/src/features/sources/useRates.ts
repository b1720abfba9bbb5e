import { useState } from 'react'
import { type LiveMessages, useLive } from '@/shared/live'
import { useNow } from '@/shared/time/useNow'
import { perSecond, type Sample, seen } from './rates'

const REDRAW_MS = 2_000

/** Events per second by source, from the live counters while the page is open. */
export const useRates = (): ((source: string) => number | null) => {
  const [samples, keep] = useState<ReadonlyMap<string, Sample[]>>(new Map())
  const now = useNow(REDRAW_MS)
  useLive('sources', ({ items }) => {
    const at = Date.now()
    keep(
      (before) =>
        new Map([...summed(items)].map(([name, events]) => [name, seen(before.get(name) ?? [], { at, events })])),
    )
  })
  return (source) => perSecond(samples.get(source) ?? [], now)
}

/** A source several units own records of is counted once for each. */
const summed = (items: LiveMessages['sources']['items']): Map<string, number> => {
  const out = new Map<string, number>()
  for (const item of items) out.set(item.source, (out.get(item.source) ?? 0) + item.events)
  return out
}
