import { expect, it } from 'vitest'
import { bars } from './activity'

it('there is a bar for every hour, with its number and its worst level', () => {
  const now = Date.parse('2026-11-23T12:30:00Z')
  const found = bars([{ time: '2026-11-23T11:00:00.000000Z', levels: { low: 2, high: 1 } }], 3, now)
  expect(found.map(({ total, level }) => [total, level])).toEqual([
    [0, 'informational'],
    [3, 'high'],
    [0, 'informational'],
  ])
  expect(new Date(found[2]?.at ?? 0).toISOString()).toBe('2026-11-23T12:00:00.000Z')
})
