import { describe, expect, it } from 'vitest'
import { bytes } from './bytes'
import { LEAST_MS, perSecond, type Sample, seen, WINDOW_MS } from './rates'
import { listed, readSourcesSearch } from './search'

const watched = (steps: Sample[]) => steps.reduce<Sample[]>(seen, [])

describe('the rate of a source', () => {
  it('is unknown until it was watched long enough', () => {
    const samples = watched([{ at: 0, events: 10 }])
    expect(perSecond([], 0)).toBeNull()
    expect(perSecond(samples, LEAST_MS - 1)).toBeNull()
    expect(perSecond(samples, LEAST_MS)).toBe(0)
  })

  it('is how much the counter grew', () => {
    const samples = watched([
      { at: 0, events: 100 },
      { at: 5_000, events: 150 },
    ])
    expect(perSecond(samples, 10_000)).toBe(5)
  })

  it('forgets what lies before the window, and keeps few samples', () => {
    const samples = watched(Array.from({ length: 1_000 }, (_, n) => ({ at: n * 1_000, events: n < 900 ? 0 : n - 900 })))
    expect(samples.length).toBeLessThanOrEqual(WINDOW_MS / 1_000 + 2)
    expect(perSecond(samples, 999_000)).toBeCloseTo(1, 1)
  })

  it('begins again when the counter belongs to other data', () => {
    const samples = watched([
      { at: 0, events: 500 },
      { at: 10_000, events: 3 },
    ])
    expect(samples).toEqual([{ at: 10_000, events: 3 }])
  })
})

describe('the list of sources', () => {
  const source = (name: string, state: 'silent' | 'receiving' | 'recording', quarantined = 0) => ({
    name,
    unit: 'district',
    state,
    quarantined,
    dropped: 0,
  })

  it('begins with what needs somebody', () => {
    const found = listed([source('b', 'recording'), source('c', 'receiving'), source('a', 'silent')], {})
    expect(found.map((one) => one.name)).toEqual(['a', 'c', 'b'])
  })

  it('is limited by what the address holds', () => {
    const all = [source('a', 'silent'), source('b', 'receiving', 3)]
    expect(listed(all, readSourcesSearch({ trouble: 'quarantined' })).map((one) => one.name)).toEqual(['b'])
    expect(listed(all, readSourcesSearch({ state: 'silent' })).map((one) => one.name)).toEqual(['a'])
    expect(listed(all, readSourcesSearch({ state: 'bogus', trouble: 7 }))).toHaveLength(2)
  })
})

it('bytes are written in the unit that suits them', () => {
  expect([0, 1_023, 1_024, 186_367, 5 * 1_024 ** 4].map(bytes)).toEqual([
    '0 B',
    '1023 B',
    '1.0 KiB',
    '182.0 KiB',
    '5.0 TiB',
  ])
})
