import { describe, expect, it } from 'vitest'
import { barAt, intervalFor, rangeOfBars, SIDES } from './histogram'

const HOUR = 3_600_000
const DAY = 24 * HOUR

describe('the interval of a histogram', () => {
  it('is the shortest of a clock whose bars a pointer can hit', () => {
    expect(intervalFor(15 * 60_000, 1_000)).toBe(10)
    expect(intervalFor(HOUR, 1_000)).toBe(60)
    expect(intervalFor(DAY, 1_000)).toBe(900)
    expect(intervalFor(7 * DAY, 1_000)).toBe(2 * 3_600)
    expect(intervalFor(30 * DAY, 1_000)).toBe(12 * 3_600)
  })
  it('grows when there is less room and never asks for more bars than the server gives', () => {
    expect(intervalFor(DAY, 200)).toBeGreaterThan(intervalFor(DAY, 1_000))
    for (const span of [1, HOUR, DAY, 365 * DAY, 100 * 365 * DAY]) {
      for (const width of [0, 100, 1_000, 100_000]) {
        const interval = intervalFor(span, width)
        expect(interval).toBeGreaterThanOrEqual(1)
        expect(span / 1_000 / interval).toBeLessThanOrEqual(2_000)
      }
    }
  })
})

describe('dragging over bars', () => {
  const starts = [0, 10_000, 20_000]
  it('gives the range from the first bar to the end of the last, in either direction', () => {
    const range = { from: '1970-01-01T00:00:10.000Z', to: '1970-01-01T00:00:30.000Z' }
    expect(rangeOfBars(starts, 10, 1, 2)).toEqual(range)
    expect(rangeOfBars(starts, 10, 2, 1)).toEqual(range)
  })
  it('stays within the bars there are', () => {
    expect(rangeOfBars(starts, 10, -5, 99)).toEqual({
      from: '1970-01-01T00:00:00.000Z',
      to: '1970-01-01T00:00:30.000Z',
    })
    expect(rangeOfBars([], 10, 0, 0)).toBe(null)
  })
})

it('every place of a chart belongs to a bar', () => {
  const width = 100 + SIDES
  expect(barAt(0, width, 10)).toBe(0)
  expect(barAt(52, width, 10)).toBe(0)
  expect(barAt(52 + 55, width, 10)).toBe(5)
  expect(barAt(9_999, width, 10)).toBe(9)
})
