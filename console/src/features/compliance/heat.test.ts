import { expect, test } from 'vitest'
import { cellOf, cellsByUnit, stepOf } from './heat'

const counted = (met: number, partly_met: number, not_met: number, unknown = 0) => ({
  met,
  partly_met,
  not_met,
  unknown,
  not_applicable: 0,
})

test('a cell counts half for what is partly met and nothing for what is unknown', () => {
  expect(cellOf(counted(1, 2, 1, 6))).toMatchObject({ percent: 50, known: 4, total: 10 })
  expect(cellOf(counted(0, 0, 0, 3)).percent).toBeUndefined()
})

test('the edges of the steps belong to the better one', () => {
  expect([undefined, 0, 40, 60, 80, 95].map(stepOf)).toEqual(['none', 'bad', 'poor', 'fair', 'good', 'best'])
})

test('cells are rows by unit', () => {
  const rows = cellsByUnit([
    { unit: 'a', category: 'PES', counted: counted(1, 0, 0) },
    { unit: 'a', category: 'CNS', counted: counted(0, 0, 1) },
  ])
  expect(rows.get('a')?.get('CNS')?.percent).toBe(0)
})
