import { expect, it } from 'vitest'
import { pressing, remaining } from './remaining'

const clock = (state: 'conditional' | 'running' | 'overdue' | 'met' | 'met_late', due: string | null) => ({
  state,
  due,
})

it('looks at what is overdue before what runs, and at what runs before what may not apply', () => {
  const overdue = clock('overdue', '2026-11-22T08:00:00Z')
  const running = clock('running', '2026-11-22T07:00:00Z')
  const conditional = clock('conditional', '2026-11-22T06:00:00Z')
  expect(pressing([conditional, running, overdue])).toBe(overdue)
  expect(pressing([conditional, running])).toBe(running)
  expect(pressing([clock('met', '2026-11-22T06:00:00Z')])).toBeUndefined()
})

it('falls back to a duty without a figure', () => {
  const timely = clock('running', null)
  expect(pressing([timely])).toBe(timely)
})

it('counts down to nothing once it is met, and below zero when it is late', () => {
  const now = Date.parse('2026-11-22T08:00:00Z')
  expect(remaining(clock('met', '2026-11-22T09:00:00Z'), now)).toBeUndefined()
  expect(remaining(clock('running', '2026-11-22T09:00:00Z'), now)).toBe(3_600_000)
  expect(remaining(clock('overdue', '2026-11-22T07:00:00Z'), now)).toBe(-3_600_000)
})
