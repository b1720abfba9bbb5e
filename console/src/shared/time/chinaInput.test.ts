import { expect, test } from 'vitest'
import { fromChinaInput, toChinaInput } from './chinaInput'

test('an instant is edited in China time and keeps its seconds when nobody touches it', () => {
  const at = '2026-11-22T16:30:45Z'
  expect(toChinaInput(at)).toBe('2026-11-23T00:30')
  expect(fromChinaInput('2026-11-23T00:30', at)).toBe(at)
  expect(fromChinaInput('2026-11-23T00:31', at)).toBe('2026-11-23T00:31:00+08:00')
  expect(fromChinaInput('')).toBeNull()
  expect(toChinaInput(null)).toBe('')
})
