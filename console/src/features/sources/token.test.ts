import { expect, test } from 'vitest'
import { digestOf, newToken } from './token'

// FIPS 180-4 example of one block
test('what is kept of a token is its SHA-256', async () => {
  expect(await digestOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

test('tokens are 256 bits and never the same', () => {
  expect(newToken()).toMatch(/^[0-9a-f]{64}$/)
  expect(newToken()).not.toBe(newToken())
})
