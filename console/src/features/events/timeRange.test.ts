import { describe, expect, it } from 'vitest'
import { EVERYTHING } from '@/shared/time/range'
import { askedRange, DEFAULT_RANGE, readRange } from './timeRange'

const NOW = Date.parse('2026-11-22T12:00:00Z')

describe('a range of time', () => {
  it('is asked for as moments', () => {
    expect(askedRange({ from: 'now-24h', to: 'now' }, NOW)).toEqual({
      start: '2026-11-21T12:00:00.000Z',
      end: '2026-11-22T12:00:00.000Z',
    })
  })
  it('keeps microseconds, and asks for everything without a start', () => {
    expect(askedRange({ from: '2026-11-22T01:02:03.000004Z', to: '2026-11-22T10:00:00+08:00' }, NOW)).toEqual({
      start: '2026-11-22T01:02:03.000004Z',
      end: '2026-11-22T10:00:00+08:00',
    })
    expect(askedRange({ from: '2026-11-22', to: 'now' }, NOW).start).toBe('2026-11-22T00:00:00.000Z')
    expect(askedRange(EVERYTHING, NOW)).toEqual({ end: '2026-11-22T12:00:00.000Z' })
  })
  it('falls back to the last day when it makes no sense', () => {
    const senseless: [unknown, unknown][] = [
      ['yesterday', 'now'],
      ['now', 'now-1h'],
      ['2026-11-22T02:00:00Z', '2026-11-22T01:00:00Z'],
      [{}, []],
      ['now-9999999999d', 'now'],
      [undefined, undefined],
    ]
    for (const [from, to] of senseless) expect(readRange(from, to)).toEqual(DEFAULT_RANGE)
  })
  it('is everything when both ends are empty', () => {
    expect(readRange('', '')).toEqual(EVERYTHING)
  })
  it('may have one end given', () => {
    expect(readRange('now-7d', undefined)).toEqual({ from: 'now-7d', to: 'now' })
  })
})
