import { describe, expect, it } from 'vitest'
import { entityQuery } from './entityQuery'
import { keyed, shared } from './reason'

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

  it('chooses the hash by its length and asks for nothing it does not know', () => {
    expect(entityQuery({ kind: 'file_hash', value: 'a'.repeat(64) })).toContain('process.hash.sha256:')
    expect(entityQuery({ kind: 'file_hash', value: 'abc' })).toBeNull()
    expect(entityQuery({ kind: 'external', value: 'x' })).toBeNull()
    expect(entityQuery({ kind: 'host', value: '' })).toBeNull()
  })
})

describe('the reason a member belongs', () => {
  it('reads keys whose value has colons of its own', () => {
    expect(keyed('ip:2001:db8::1')).toEqual({ key: 'ip:2001:db8::1', kind: 'ip', value: '2001:db8::1' })
  })

  it('names entities only where entities connect it', () => {
    expect(shared({ kind: 'entity', path: ['ip:10.0.0.1', 'host:portal'] }).map((one) => one.value)).toEqual([
      '10.0.0.1',
      'portal',
    ])
    expect(shared({ kind: 'first', path: [] })).toEqual([])
    expect(shared({ kind: 'event', path: ['event:3b46'] })).toEqual([])
  })
})
