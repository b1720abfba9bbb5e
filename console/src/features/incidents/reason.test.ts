import { describe, expect, it } from 'vitest'
import { shared } from './reason'

describe('the reason a member belongs', () => {
  it('names entities only where entities connect it', () => {
    expect(shared({ kind: 'entity', path: ['ip:10.0.0.1', 'host:portal'] }).map((one) => one.value)).toEqual([
      '10.0.0.1',
      'portal',
    ])
    expect(shared({ kind: 'first', path: [] })).toEqual([])
    expect(shared({ kind: 'event', path: ['event:3b46'] })).toEqual([])
  })
})
