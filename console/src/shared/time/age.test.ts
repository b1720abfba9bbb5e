import { describe, expect, it } from 'vitest'
import { age } from './age'

describe('the age of what is shown', () => {
  it('is stale once it is older than it may be, and never negative', () => {
    expect(age(1_000, 3_999, 30)).toEqual({ unit: 'seconds', count: 2, stale: false })
    expect(age(0, 30_999, 30).stale).toBe(false)
    expect(age(0, 31_000, 30).stale).toBe(true)
    expect(age(5_000, 1_000, 30).count).toBe(0)
    expect(age(0, 600_000, 30)).toEqual({ unit: 'minutes', count: 10, stale: true })
  })
})
