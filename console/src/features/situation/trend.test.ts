import { expect, it } from 'vitest'
import { course, path } from './trend'

const NOW = Date.parse('2026-11-23T12:30:00Z')
const reading = (time: string, index: number) => ({ time, index, families: {} })

it('the course ends with the index now, and an hour counts from its end', () => {
  const found = course(
    [reading('2026-11-23T10:00:00.000000Z', 90), reading('2026-11-23T12:00:00.000000Z', 70)],
    62,
    NOW,
  )
  expect(found.map(({ index }) => index)).toEqual([90, 62])
  expect(found[0]?.at).toBe(Date.parse('2026-11-23T11:00:00Z'))
})

it('what was only just looked at is a short line', () => {
  expect(course([], 62, NOW).map(({ index }) => index)).toEqual([62, 62])
})

it('a path stays within its box', () => {
  const from = NOW - 3_600_000
  expect(
    path(
      [
        { at: from - 5, index: 100 },
        { at: NOW, index: 0 },
      ],
      from,
      NOW,
      100,
      40,
    ),
  ).toBe('M0.0 0.0 L100.0 40.0')
})
