import { describe, expect, it } from 'vitest'
import { asked, DEFAULT_RANGE, readRange } from './timeRange'

const NOW = Date.parse('2026-11-22T12:00:00Z')

describe('a range of time', () => {
  it('is asked for as moments', () => {
    expect(asked({ from: 'now-24h', to: 'now' }, NOW)).toEqual({
      start: '2026-11-21T12:00:00.000Z',
      end: '2026-11-22T12:00:00.000Z',
    })
  })
  it('keeps microseconds and open ends', () => {
    expect(asked({ from: '2026-11-22T01:02:03.000004Z', to: '' }, NOW)).toEqual({
      start: '2026-11-22T01:02:03.000004Z',
    })
    expect(asked({ from: '', to: '' }, NOW)).toEqual({})
  })
  it('falls back to the last day when it makes no sense', () => {
    for (const [from, to] of [
      ['yesterday', 'now'],
      ['2026-11-22', 'now'],
      ['now', 'now-1h'],
      ['2026-11-22T02:00:00Z', '2026-11-22T01:00:00Z'],
      [{}, []],
      ['now-9999999999d', 'now'],
    ]) {
      expect(readRange(from, to)).toEqual(DEFAULT_RANGE)
    }
    expect(readRange(undefined, undefined)).toEqual(DEFAULT_RANGE)
    expect(readRange('', '')).toEqual({ from: '', to: '' })
    expect(readRange('2026-11-22T09:00:00+08:00', '')).toEqual({ from: '2026-11-22T09:00:00+08:00', to: '' })
  })
})
