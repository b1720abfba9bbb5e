import { expect, it } from 'vitest'
import { exact } from '@/shared/exact'

const read = (json: string): unknown => JSON.parse(exact(json))

it('integers a number would round stay what they were', () => {
  expect(read('{"a":12345678901234567890,"b":[-9007199254740993, 9007199254740991]}')).toEqual({
    a: '12345678901234567890',
    b: ['-9007199254740993', 9007199254740991],
  })
})

it('texts, fractions and exponents are left alone', () => {
  const json = '{"a":"x\\":12345678901234567890","b":0.12345678901234567890,"c":1234567890123456789e2,"d":"\\\\"}'
  expect(read(json)).toEqual(JSON.parse(json))
  expect(exact('{"a":1}')).toBe('{"a":1}')
})
