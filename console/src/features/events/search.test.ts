import { describe, expect, it } from 'vitest'
import { DEFAULT_COLUMNS, MAX_COLUMNS, readEventSearch, toggled } from './search'

describe('the address of a search', () => {
  it('comes back as it was written', () => {
    const search = {
      q: 'message:"<script>" AND NOT user.name:"a\\"b"',
      from: '2026-11-22T01:02:03.000004Z',
      to: 'now',
      order: 'oldest' as const,
      columns: ['message', 'odd name:"(x)'],
      open: 'a1b2',
    }
    expect(readEventSearch(JSON.parse(JSON.stringify(search)))).toEqual(search)
    expect(readEventSearch(readEventSearch(search))).toEqual(search)
  })
  it('leaves out what is as it is anyway', () => {
    expect(
      readEventSearch({ q: '', from: 'now-24h', to: 'now', order: 'newest', columns: [...DEFAULT_COLUMNS] }),
    ).toEqual({})
  })
  it('reads a bare number or truth value as text', () => {
    expect(readEventSearch({ q: 443 })).toEqual({ q: '443' })
    expect(readEventSearch({ q: true })).toEqual({ q: 'true' })
  })
  it('survives whatever somebody typed into it', () => {
    expect(
      readEventSearch({
        q: { a: 1 },
        from: 'yesterday',
        to: [],
        order: 'up',
        columns: [1, null, 'x'.repeat(300)],
        open: {},
      }),
    ).toEqual({ columns: [] })
    expect(readEventSearch({ q: 'x'.repeat(20_000) }).q).toHaveLength(8_192)
    expect(readEventSearch({ columns: Array.from({ length: 99 }, (_, at) => `f${at}`) }).columns).toHaveLength(
      MAX_COLUMNS,
    )
  })
})

it('a column is added at the end and taken away again', () => {
  expect(toggled(['a'], 'b')).toEqual(['a', 'b'])
  expect(toggled(['a', 'b'], 'a')).toEqual(['b'])
})
