import { describe, expect, it } from 'vitest'
import { around, readEnd, resolveRange } from '@/shared/time/range'

const NOW = Date.parse('2026-11-22T12:00:00Z')

describe('ranges', () => {
  it('count back from now', () => {
    expect(resolveRange({ from: 'now-24h', to: 'now' }, NOW)).toEqual({
      start: '2026-11-21T12:00:00.000Z',
      end: '2026-11-22T12:00:00.000Z',
    })
  })

  it('make no sense backwards or empty', () => {
    expect(resolveRange({ from: 'now', to: 'now-1h' }, NOW)).toBeUndefined()
    expect(resolveRange({ from: 'now', to: 'now' }, NOW)).toBeUndefined()
  })

  it('take from a URL only what is an end of a range', () => {
    expect(readEnd('now-7d')).toBe('now-7d')
    expect(readEnd('2026-11-22T00:00:00+08:00')).toBe('2026-11-22T00:00:00+08:00')
    for (const wrong of ['now-7y', '12', 'javascript:alert(1)', 7, null]) expect(readEnd(wrong)).toBeUndefined()
  })
})

it('around something is from before its first moment to after its last', () => {
  expect(around('2026-11-22T10:00:00.000001Z', '2026-11-22T11:00:00Z', 3_600_000)).toEqual({
    from: '2026-11-22T09:00:00.000Z',
    to: '2026-11-22T12:00:00.000Z',
  })
})
