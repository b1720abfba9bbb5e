import type { Language } from '@/shared/i18n'
import type { Zone } from '@/shared/preferences'

const OFFSETS: Record<Zone, number> = { UTC: 0, 'Asia/Shanghai': 8 * 3_600_000 }

export const zoneLabel: Record<Zone, string> = { UTC: 'UTC', 'Asia/Shanghai': 'UTC+8' }

export type Precision = 'day' | 'minute' | 'second' | 'milli'

const pad = (value: number, width = 2): string => String(value).padStart(width, '0')

/** `2026-11-22 16:01:02.345`; '—' for none, the text itself where it is no time. Shanghai has had no summer time since 1991. */
export const formatTime = (
  at: string | number | null | undefined,
  zone: Zone,
  precision: Precision = 'second',
): string => {
  if (at === null || at === undefined || at === '') return '—'
  const instant = typeof at === 'number' ? at : Date.parse(at)
  if (!Number.isFinite(instant)) return String(at)
  const local = new Date(instant + OFFSETS[zone])
  const day = `${pad(local.getUTCFullYear(), 4)}-${pad(local.getUTCMonth() + 1)}-${pad(local.getUTCDate())}`
  if (precision === 'day') return day
  const minute = `${day} ${pad(local.getUTCHours())}:${pad(local.getUTCMinutes())}`
  if (precision === 'minute') return minute
  const second = `${minute}:${pad(local.getUTCSeconds())}`
  return precision === 'second' ? second : `${second}.${pad(local.getUTCMilliseconds(), 3)}`
}

/** An instant moved so that its UTC reading is that of the zone: for what can draw only UTC. */
export const asRead = (instant: number, zone: Zone): number => instant + OFFSETS[zone]

/** The instant a person means by a clock reading in a zone. */
export const instantOf = (clock: string, zone: Zone): number =>
  Date.parse(`${clock.replace(' ', 'T')}Z`) - OFFSETS[zone]

const LENGTHS = [86_400_000, 3_600_000, 60_000, 1_000] as const
const NAMES: Record<Language, readonly string[]> = {
  en: ['d', 'h', 'min', 's', 'ms'],
  'zh-CN': ['天', '小时', '分', '秒', '毫秒'],
}

/** `3 d 4 h`, `12 min`, `450 ms`: the two largest units. */
export const formatDuration = (milliseconds: number, language: Language): string => {
  const names = NAMES[language]
  const whole = Math.max(0, milliseconds)
  if (whole < 1_000) return `${Math.round(whole)} ${names.at(-1)}`
  const parts: string[] = []
  let rest = whole
  for (const [place, length] of LENGTHS.entries()) {
    const count = Math.floor(rest / length)
    rest -= count * length
    if (count > 0) parts.push(`${count} ${names[place]}`)
    if (parts.length === 2 || (parts.length === 1 && count === 0)) break
  }
  return parts.join(' ')
}

const WRITTEN = /\b(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(:\d\d)?(?:\.\d+)?Z?\b/g

/** A sentence whose times the server wrote in UTC, with the times and the name of the zone as chosen. */
export const localTimes = (text: string, zone: Zone): string =>
  text
    .replace(WRITTEN, (_, day: string, minute: string, second: string | undefined) =>
      formatTime(`${day}T${minute}${second ?? ':00'}Z`, zone, second === undefined ? 'minute' : 'second'),
    )
    .replace(/\bUTC\b(?!\+)/g, zoneLabel[zone])
