import type { EChartsCoreOption } from 'echarts/core'
import type { Schemas } from '@/shared/api'
import { overTime } from '@/shared/chart/overTime'
import type { Zone } from '@/shared/preferences'
import { asRead } from '@/shared/time/format'

/** Buckets in which nothing arrived are zero, so that a pause is seen as one. */
export const historyOption = (
  { items, start, end, bucket_s }: Schemas['SourceHistory'],
  names: Record<'events' | 'quarantined' | 'dropped', string>,
  zone: Zone,
): EChartsCoreOption => {
  const step = bucket_s * 1_000
  const first = Date.parse(start)
  const count = Math.max(1, Math.ceil((Date.parse(end) - first) / step))
  const found = new Map(items.map((item) => [Math.floor((Date.parse(item.time) - first) / step), item]))
  const series = (field: 'events' | 'quarantined' | 'dropped') =>
    Array.from({ length: count }, (_, place) => [asRead(first + place * step, zone), found.get(place)?.[field] ?? 0])
  const drawn = overTime([
    {
      name: names.events,
      type: 'line',
      step: 'middle',
      showSymbol: false,
      areaStyle: { opacity: 0.2 },
      data: series('events'),
    },
    { name: names.quarantined, type: 'line', step: 'middle', showSymbol: false, data: series('quarantined') },
    { name: names.dropped, type: 'line', step: 'middle', showSymbol: false, data: series('dropped') },
  ])
  return { ...drawn, useUTC: true }
}
