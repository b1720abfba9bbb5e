import { describe, expect, it } from 'vitest'
import { completed, matching, unitOffset, wordAt } from './completion'

describe('the word at the caret', () => {
  it('is a field until its colon and a value after it', () => {
    expect(wordAt('user.na', 7)).toEqual({ kind: 'field', typed: 'user.na', start: 0, end: 7 })
    expect(wordAt('a:1 AND sou', 11)).toMatchObject({ kind: 'field', typed: 'sou', start: 8 })
    expect(wordAt('user.name:al', 12)).toEqual({ kind: 'value', field: 'user.name', typed: 'al', start: 10, end: 12 })
    expect(wordAt('user.name:"al bo', 16)).toMatchObject({ kind: 'value', typed: 'al bo', start: 10 })
    expect(wordAt('-ho', 3)).toMatchObject({ kind: 'field', typed: 'ho', start: 1 })
  })
  it('is none within texts, ranges and regular expressions', () => {
    expect(wordAt('"some te', 8)).toBe(null)
    expect(wordAt('port:[1', 7)).toBe(null)
    expect(wordAt('path:/ab', 8)).toBe(null)
  })
  it('is replaced whole, the caret behind it', () => {
    const word = wordAt('a:1 sou:5', 7)
    expect(word && completed('a:1 sou:5', word, 'source.ip')).toEqual({ query: 'a:1 source.ip:5', caret: 14 })
    const value = wordAt('user.name:"al" b', 13)
    expect(value && completed('user.name:"al" b', value, '"alice"')).toEqual({
      query: 'user.name:"alice" b',
      caret: 18,
    })
  })
})

it('names that begin with what was typed come first', () => {
  const items = ['source.ip', 'ip', 'zone'].map((name) => ({ name }))
  expect(matching(items, 'ip', 10).map(({ name }) => name)).toEqual(['ip', 'source.ip'])
  expect(matching(items, '', 2)).toHaveLength(2)
})

it('characters of the server are counted as the browser counts them', () => {
  expect(unitOffset('a😀b', 2)).toBe(3)
  expect(unitOffset('中文', 1)).toBe(1)
})

it('within the values of a field no names are offered', () => {
  expect(wordAt('user.name:(', 11)).toBe(null)
  expect(wordAt('user.name:(alice OR b', 21)).toBe(null)
  expect(wordAt('(user.na', 8)).toMatchObject({ kind: 'field', typed: 'user.na' })
})
