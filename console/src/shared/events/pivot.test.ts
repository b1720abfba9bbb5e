import { describe, expect, it } from 'vitest'
import { condition, pivoted } from '@/shared/events/pivot'

describe('pivots', () => {
  it('quote values so that no sign in them means anything', () => {
    expect(condition('url.original', 'a" OR user.name:"root\\')).toBe('url.original:"a\\" OR user.name:\\"root\\\\"')
  })

  it('escape what a field name cannot hold', () => {
    expect(condition('odd name', 1)).toBe('odd\\ name:1')
  })

  it('keep the meaning of what was there', () => {
    const pivot = { action: 'include', field: 'source.ip', value: '10.0.0.1' } as const
    expect(pivoted('', pivot)).toBe('source.ip:"10.0.0.1"')
    expect(pivoted('a:1 OR b:2', pivot)).toBe('(a:1 OR b:2) AND source.ip:"10.0.0.1"')
    expect(pivoted('a:1', { ...pivot, action: 'exclude' })).toBe('a:1 AND NOT source.ip:"10.0.0.1"')
    expect(pivoted('a:1', { ...pivot, action: 'only' })).toBe('source.ip:"10.0.0.1"')
  })

  it('asked for twice change nothing the second time', () => {
    const pivot = { action: 'exclude', field: 'a', value: true } as const
    expect(pivoted(pivoted('b:1', pivot), pivot)).toBe('b:1 AND NOT a:true')
  })
})
