import { expect, it } from 'vitest'
import { sm3 } from './sm3'

const bytes = (text: string) => new TextEncoder().encode(text)

it('gives the digests of the standard', () => {
  expect(sm3(bytes('abc'))).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0')
  expect(sm3(bytes('abcd'.repeat(16)))).toBe('debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732')
})

it('gives the same as the platform around the edges of a block', () => {
  // python: store.ledger.canonical.sm3(b"x" * n).hex()
  expect([0, 55, 56, 63, 64, 119, 120].map((length) => sm3(bytes('x'.repeat(length))).slice(0, 8))).toEqual([
    '1ab21d83',
    'ff8f8d58',
    'c4c1c620',
    'b3ada6bc',
    'ad6af8cb',
    'ebeb591c',
    'f86deedb',
  ])
})
