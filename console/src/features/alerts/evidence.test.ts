import { expect, it } from 'vitest'
import { eventField, evidenceQuery, facts, measured, sentence } from './evidence'

it('the events of an alert are asked for by id, as many as a query may name', () => {
  expect(evidenceQuery(['a', 'b'])).toBe('event.id:("a" OR "b")')
  expect(evidenceQuery([])).toBe(null)
  expect(evidenceQuery(Array.from({ length: 1_000 }, (_, at) => `${at}`))?.split(' OR ')).toHaveLength(100)
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

it('a behaviour detector says why in the language of the reader, once', () => {
  const matched = { why: 'ports tried', why_zh: '尝试端口', 'source.ip': '203.0.113.9' }
  expect(sentence(matched, true)).toBe('尝试端口')
  expect(sentence(matched, false)).toBe('ports tried')
  expect(facts(matched)).toEqual([['source.ip', '203.0.113.9']])
})

it('a field of an event that happens to be called so stays a field', () => {
  const matched = { why: 'because' }
  expect(sentence(matched, false)).toBe(null)
  expect(facts(matched)).toEqual([['why', 'because']])
})
