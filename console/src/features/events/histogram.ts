/** How wide the bars of a histogram are, and which range a stretch of them is. */

import type { Range } from '@/shared/time/range'

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
export function rangeOfBars(starts: readonly number[], interval: number, one: number, other: number): Range | null {
  const last = starts.length - 1
  const low = Math.max(0, Math.min(one, other))
  const high = Math.min(last, Math.max(one, other))
  const first = starts[low]
  const final = starts[high]
  if (first === undefined || final === undefined || low > high) return null
  return { from: new Date(first).toISOString(), to: new Date(final + interval * SECOND).toISOString() }
}

const LEFT = 52
const RIGHT = 8

/** Pixels beside the bars. */
export const SIDES = LEFT + RIGHT

/** Which bar is at a place of the chart, counted from its left edge. */
export const barAt = (x: number, width: number, bars: number): number =>
  Math.min(bars - 1, Math.max(0, Math.floor(((x - LEFT) / Math.max(1, width - SIDES)) * bars)))

interface Colours {
  colorPrimary: string
  colorTextTertiary: string
  colorBorderSecondary: string
}

export const histogramOption = (
  buckets: readonly { start: string; count: number }[],
  time: (start: string) => string,
  colours: Colours,
) => ({
  animation: false,
  backgroundColor: 'transparent',
  grid: { left: LEFT, right: RIGHT, top: 6, bottom: 22 },
  tooltip: { trigger: 'axis', renderMode: 'richText', confine: true, axisPointer: { type: 'shadow' } },
  xAxis: {
    type: 'category',
    data: buckets.map(({ start }) => time(start)),
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colours.colorBorderSecondary } },
    axisLabel: {
      color: colours.colorTextTertiary,
      hideOverlap: true,
      // Of `2026-11-22 16:01:02` the day matters where it begins, the clock everywhere else.
      formatter: (text: string) =>
        text.endsWith('00:00:00') ? text.slice(5, 10) : text.slice(11, text.endsWith(':00') ? 16 : 19),
    },
  },
  yAxis: {
    type: 'value',
    minInterval: 1,
    splitNumber: 2,
    axisLabel: { color: colours.colorTextTertiary, formatter: (value: number) => compact(value) },
    splitLine: { lineStyle: { color: colours.colorBorderSecondary } },
  },
  series: [
    {
      type: 'bar',
      // Nothing is no bar; little is one that can be seen.
      data: buckets.map(({ count }) => (count === 0 ? null : count)),
      barCategoryGap: '12%',
      barMinHeight: 2,
      itemStyle: { color: colours.colorPrimary },
    },
  ],
})

const compact = (value: number): string =>
  value >= 1_000_000 ? `${value / 1_000_000}M` : value >= 1_000 ? `${value / 1_000}k` : String(value)
