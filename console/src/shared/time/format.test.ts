import { describe, expect, it } from 'vitest'
import { formatDuration, formatTime, instantOf, localTimes } from '@/shared/time/format'

const AT = '2026-11-22T16:01:02.345678Z'

describe('times', () => {
  it('are shown in the zone that was chosen, whatever the machine is set to', () => {
    expect(formatTime(AT, 'UTC')).toBe('2026-11-22 16:01:02')
    expect(formatTime(AT, 'Asia/Shanghai')).toBe('2026-11-23 00:01:02')
    expect(formatTime(AT, 'UTC', 'milli')).toBe('2026-11-22 16:01:02.345')
  })

  it('say so when there is none, and show what is no time as it is', () => {
    expect(formatTime(null, 'UTC')).toBe('—')
    expect(formatTime('yesterday', 'UTC')).toBe('yesterday')
  })

  it('come back from a clock reading in the same zone', () => {
    expect(instantOf(formatTime(AT, 'Asia/Shanghai'), 'Asia/Shanghai')).toBe(Date.parse('2026-11-22T16:01:02Z'))
  })

  it('as durations name at most two units', () => {
    expect(formatDuration(450, 'en')).toBe('450 ms')
    expect(formatDuration(90_000, 'en')).toBe('1 min 30 s')
    expect(formatDuration(3_600_000, 'en')).toBe('1 h')
    expect(formatDuration(90_061_000, 'en')).toBe('1 d 1 h')
  })
})

it('the times of a sentence are told in the chosen zone', () => {
  const told = '3 alerts between 2026-11-22 22:00 and 2026-11-22 23:59:30 UTC.'
  expect(localTimes(told, 'UTC')).toBe(told)
  expect(localTimes(told, 'Asia/Shanghai')).toBe('3 alerts between 2026-11-23 06:00 and 2026-11-23 07:59:30 UTC+8.')
})
