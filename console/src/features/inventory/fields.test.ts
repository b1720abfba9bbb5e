import { describe, expect, it } from 'vitest'
import { fieldTitle } from './fields'
import { readInventorySearch } from './search'

describe('a field', () => {
  it('is called by its words in either language', () => {
    const field = { name: 'mlps_level', title_zh: '等保级别' }
    expect(fieldTitle(field, true)).toBe('等保级别')
    expect(fieldTitle(field, false)).toBe('MLPS level')
    expect(fieldTitle({ name: 'data_class', title_zh: '' }, false)).toBe('Data class')
  })
})

describe('the address of the register', () => {
  it('keeps what it knows and drops the rest', () => {
    expect(
      readInventorySearch({ tab: 'assets', q: 'portal', closed: 'true', kind: 'x', open: 'portal:tcp/443' }),
    ).toEqual({
      tab: 'assets',
      q: 'portal',
      closed: true,
      open: 'portal:tcp/443',
    })
    expect(readInventorySearch({ tab: 'castles', q: 'x'.repeat(300) })).toEqual({})
  })
})
