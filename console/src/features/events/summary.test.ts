import { expect, it } from 'vitest'
import { summaryField, summaryText } from './summary'

it('an event is told by the most telling field it has', () => {
  expect(summaryField({ 'url.original': '/a', message: 'GET /a' })).toBe('message')
  expect(summaryField({ 'dns.question.name': 'a.example', 'event.action': 'dns_query' })).toBe('dns.question.name')
  expect(summaryField({ 'event.action': 'x' })).toBe(undefined)
})

it('an event without any is told by some of its own fields', () => {
  const fields = { 'event.dataset': 'json', level: 'info', took: 3, tags: ['a'], text: 'x'.repeat(500) }
  expect(summaryText(fields)).toBe(`level=info took=3 text=${'x'.repeat(80)}`)
})
