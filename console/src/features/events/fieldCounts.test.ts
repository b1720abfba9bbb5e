import { expect, it } from 'vitest'
import { fieldCounts, fieldRows } from './fieldCounts'

it('counts the events that have a field, by name, without the plumbing', () => {
  const events = [{ fields: { b: 1, a: 'x', 'event.id': '1' } }, { fields: { a: ['y'] } }]
  expect(fieldCounts(events)).toEqual([
    { name: 'a', events: 2 },
    { name: 'b', events: 1 },
  ])
  expect(fieldCounts([])).toEqual([])
})

it('finds fields of an event by name and by value, the platform’s own last', () => {
  const fields = {
    'fengsui.unit': 'district',
    'user.name': 'Alice',
    'source.ip': ['10.0.0.1', '10.0.0.2'],
    odd: { a: 1 },
  }
  expect(fieldRows(fields, '').map(([name]) => name)).toEqual(['source.ip', 'user.name', 'odd', 'fengsui.unit'])
  expect(fieldRows(fields, ' alice ')).toEqual([['user.name', 'Alice']])
  expect(fieldRows(fields, '0.0.2').map(([name]) => name)).toEqual(['source.ip'])
})
