import { expect, it } from 'vitest'
import { readIndicatorsSearch } from './search'

it('takes what it knows and drops the rest', () => {
  const read = readIndicatorsSearch({
    tab: 'feeds',
    kind: 'ip',
    state: 'gone',
    open: '12',
    imported: '0',
    q: 'x'.repeat(300),
  })
  expect(read.tab).toBe('feeds')
  expect(read.kind).toBe('ip')
  expect(read.state).toBeUndefined()
  expect(read.open).toBe(12)
  expect(read.imported).toBeUndefined()
  expect(read.q).toBeUndefined()
})
