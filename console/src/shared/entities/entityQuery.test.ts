import { describe, expect, it } from 'vitest'
import { keyed } from '@/shared/entities/entity'
import { entityKeyOf, entityQuery } from '@/shared/entities/entityQuery'

describe('the search for an entity', () => {
  it('looks in every field that kind of thing is named in', () => {
    expect(entityQuery({ kind: 'service', value: 'sshd' })).toBe('service.name:"sshd"')
    expect(entityQuery({ kind: 'ip', value: '2001:db8::1' })).toBe(
      'source.ip:"2001:db8::1" OR destination.ip:"2001:db8::1" OR client.ip:"2001:db8::1" OR server.ip:"2001:db8::1"',
    )
  })

  it('takes the domain off a Windows account, whose events carry the two apart', () => {
    expect(entityQuery({ kind: 'user', value: 'corp\\alice' })).toContain('user.name:"alice"')
  })

  it('leaves nothing in a value that could act as an operator', () => {
    expect(entityQuery({ kind: 'service', value: '" OR *:* OR "\\' })).toBe('service.name:"\\" OR *:* OR \\"\\\\"')
  })

  it('chooses the hash by its length and looks anywhere for what has no field', () => {
    expect(entityQuery({ kind: 'file_hash', value: 'a'.repeat(64) })).toContain('process.hash.sha256:')
    expect(entityQuery({ kind: 'file_hash', value: 'abc' })).toBe('"abc"')
    expect(entityQuery({ kind: 'external', value: 'x"' })).toBe('"x\\""')
    expect(entityQuery({ kind: 'host', value: '' })).toBeNull()
  })
})

it('fields that name an entity lead to it, the others nowhere', () => {
  expect(entityKeyOf('destination.ip', '10.0.0.1')).toBe('ip:10.0.0.1')
  expect(entityKeyOf('process.hash.sha256', 'ab')).toBe('file_hash:ab')
  expect(entityKeyOf('event.action', 'x')).toBeNull()
  expect(entityKeyOf('source.ip', 7)).toBeNull()
})

it('keys are read whose value has colons of its own', () => {
  expect(keyed('ip:2001:db8::1')).toEqual({ key: 'ip:2001:db8::1', kind: 'ip', value: '2001:db8::1' })
})
