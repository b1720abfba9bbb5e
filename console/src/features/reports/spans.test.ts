import { expect, test } from 'vitest'
import { lastHours, lastYears } from './spans'

test('hours end with the last full one and years are those of China', () => {
  const now = Date.parse('2026-12-31T17:40:00Z')
  expect(lastHours(now, 4)).toBe('2026-12-31T21/PT4H')
  expect(lastYears(now).slice(0, 2)).toEqual(['2027', '2026'])
})
