import { expect, it } from 'vitest'
import { isId, kindsOf } from '@/shared/entities/guess'

it('addresses, hashes, names and queries are told apart', () => {
  expect(kindsOf('203.0.113.5')).toEqual(['ip'])
  expect(kindsOf('2001:db8::1')).toEqual(['ip'])
  expect(kindsOf('256.1.1.1')).not.toContain('ip')
  expect(kindsOf('a'.repeat(64))).toEqual(['file_hash'])
  expect(kindsOf('https://x.example/a')).toEqual(['url'])
  expect(kindsOf('portal.district.example')).toEqual(['domain', 'host'])
  expect(kindsOf('DESKTOP-7')).toEqual(['host', 'user'])
  expect(kindsOf('source.ip:10.0.0.1 AND x')).toEqual([])
  expect(kindsOf('')).toEqual([])
})

it('ids are sixteen bytes of lower-case hexadecimal', () => {
  expect(isId('0123456789abcdef0123456789abcdef')).toBe(true)
  expect(isId('0123456789ABCDEF0123456789abcdef')).toBe(false)
})
