import { describe, expect, it } from 'vitest'
import { conjuncts, existsTerm, fieldText, MAX_QUERY, mentioning, pivoted, term } from '@/shared/events/pivot'

describe('a term', () => {
  it('quotes texts, so that nothing in them is an operator', () => {
    expect(term('user.name', 'a" OR "b')).toBe('user.name:"a\\" OR \\"b"')
    expect(term('file.path', 'C:\\x\\')).toBe('file.path:"C:\\\\x\\\\"')
    expect(term('message', '* AND NOT ?')).toBe('message:"* AND NOT ?"')
    expect(term('message', 'two\nlines\u202e')).toBe('message:"two\nlines\u202e"')
  })
  it('leaves plain numbers and truth values bare and quotes the rest of the numbers', () => {
    expect(term('destination.port', 443)).toBe('destination.port:443')
    expect(term('process.interactive', true)).toBe('process.interactive:true')
    expect(term('n', -5)).toBe('n:"-5"')
    expect(term('n', 1e21)).toBe(null)
    expect(term('n', 1e-7)).toBe('n:"1e-7"')
  })
  it('is refused for numbers that JSON has already rounded, for nothing and for what is no single value', () => {
    expect(term('n', Number.MAX_SAFE_INTEGER + 2)).toBe(null)
    expect(term('n', '')).toBe(null)
    expect(term('n', null)).toBe(null)
    expect(term('n', {})).toBe(null)
    expect(term('n', 'a\u0000b')).toBe(null)
  })
  it('escapes every sign in the name of a field', () => {
    expect(fieldText('odd name:"(x)')).toBe('odd\\ name\\:\\"\\(x\\)')
    expect(fieldText('cs-method')).toBe('cs\\-method')
    expect(fieldText('字段')).toBe('字段')
    expect(fieldText('NOT')).toBe('\\NOT')
    expect(fieldText('a\nb')).toBe(null)
    expect(fieldText('')).toBe(null)
    expect(existsTerm('we ird"f')).toBe('_exists_:"we ird\\"f"')
  })
})

it('a text is looked for anywhere as it is, whatever it contains', () => {
  expect(mentioning('a" OR *\\')).toBe('"a\\" OR *\\\\"')
  expect(mentioning('')).toBe(null)
  expect(mentioning('\u0000')).toBe(null)
})

describe('a pivot', () => {
  const clause = 'user.name:"bob"'
  it('adds to what is asked already', () => {
    expect(pivoted('', 'include', clause)).toBe(clause)
    expect(pivoted('', 'exclude', clause)).toBe(`NOT ${clause}`)
    expect(pivoted('a:1 b:2', 'include', clause)).toBe(`a:1 AND b:2 AND ${clause}`)
    expect(pivoted('a:1', 'only', clause)).toBe(clause)
  })
  it('keeps what is joined by OR together', () => {
    expect(pivoted('a:1 OR b:2', 'exclude', clause)).toBe(`(a:1 OR b:2) AND NOT ${clause}`)
    expect(pivoted('a:1 || b:2', 'include', clause)).toBe(`(a:1 || b:2) AND ${clause}`)
    expect(pivoted('(a:1 OR b:2) c:3', 'include', clause)).toBe(`(a:1 OR b:2) AND c:3 AND ${clause}`)
  })
  it('says a thing once and takes back its opposite', () => {
    expect(pivoted(`a:1 AND ${clause}`, 'include', clause)).toBe(`a:1 AND ${clause}`)
    expect(pivoted(`a:1 AND ${clause}`, 'exclude', clause)).toBe(`a:1 AND NOT ${clause}`)
    expect(pivoted(`NOT ${clause} AND a:1`, 'include', clause)).toBe(`a:1 AND ${clause}`)
  })
  it('does not make a query longer than the server reads', () => {
    expect(pivoted('x'.repeat(MAX_QUERY - 3), 'include', clause)).toBe(null)
  })
  it('cannot be tricked by values that look like operators', () => {
    const hostile = term('message', '" OR "') ?? ''
    const once = pivoted('a:1', 'include', hostile) ?? ''
    expect(conjuncts(once)).toEqual(['a:1', hostile])
    expect(pivoted(once, 'exclude', hostile)).toBe(`a:1 AND NOT ${hostile}`)
  })
})

describe('conjuncts', () => {
  it('are the parts that must all hold', () => {
    expect(conjuncts('a:"x y" AND b:[1 TO 5] NOT c:/a b/')).toEqual(['a:"x y"', 'b:[1 TO 5]', 'NOT c:/a b/'])
    expect(conjuncts('user.name:(alice OR bob) !d:1')).toEqual(['user.name:(alice OR bob)', '!d:1'])
    expect(conjuncts('a: 5')).toEqual(['a:5'])
    expect(conjuncts('odd\\ name:1 x')).toEqual(['odd\\ name:1', 'x'])
  })
  it('are unknown for OR and for what is not well formed', () => {
    for (const query of ['a OR b', 'a || b', '"open', '(a', 'a)', 'a NOT', 'AND a']) expect(conjuncts(query)).toBe(null)
  })
})
