import { LEVELS, type Level } from '@/shared/ui/LevelTag'

const HOUR = 3_600_000

export interface Bar {
  /** Milliseconds: when the hour began. */
  at: number
  total: number
  /** The worst level in it. */
  level: Level
}

/** One bar for each of the last `hours` hours, also for those without alerts. */
export const bars = (
  items: readonly { time: string; levels: Partial<Record<Level, number>> }[],
  hours: number,
  now: number,
): Bar[] => {
  const last = now - (now % HOUR)
  const found = new Map(items.map((item) => [Date.parse(item.time), item.levels]))
  return Array.from({ length: hours }, (_, place) => {
    const at = last - (hours - 1 - place) * HOUR
    const levels = found.get(at) ?? {}
    return {
      at,
      total: LEVELS.reduce((sum, level) => sum + (levels[level] ?? 0), 0),
      level: LEVELS.find((level) => (levels[level] ?? 0) > 0) ?? 'informational',
    }
  })
}
