import { expect, it } from 'vitest'
import { around, eventField, evidenceQuery, measured, mentioning } from './evidence'

it('the events of an alert are asked for by id, as many as a query may name', () => {
  expect(evidenceQuery(['a', 'b'])).toBe('event.id:("a" OR "b")')
  expect(evidenceQuery([])).toBe(null)
  expect(evidenceQuery(Array.from({ length: 1_000 }, (_, at) => `${at}`))?.split(' OR ')).toHaveLength(100)
})

it('an entity is looked for as text, whatever it contains', () => {
  expect(mentioning('a" OR *\\')).toBe('"a\\" OR *\\\\"')
  expect(mentioning('')).toBe(null)
  expect(mentioning('\u0000')).toBe(null)
})

it('events around an alert are those from an hour before to an hour after', () => {
  expect(around({ first_time: '2026-11-22T10:00:00.000001Z', time: '2026-11-22T11:00:00Z' })).toEqual({
    from: '2026-11-22T09:00:00.000Z',
    to: '2026-11-22T12:00:00.000Z',
  })
})

it('a count is no field', () => {
  expect(measured('event_count')).toBe(true)
  expect(measured('source.ip')).toBe(false)
})

it('a field that only rules know is searched for under the name the event has it by', () => {
  const event = { 'http.response.status_code': 200, 'event.type': ['access', 'end'], key: 'webapp' }
  expect(eventField('sc-status', 200, event)).toBe('http.response.status_code')
  expect(eventField('sc-status', '200', event)).toBe('http.response.status_code')
  expect(eventField('kind', 'END', event)).toBe('event.type')
  expect(eventField('key', 'other', event)).toBe('key')
  expect(eventField('cs-uri-query', '/x', event)).toBe(null)
})
