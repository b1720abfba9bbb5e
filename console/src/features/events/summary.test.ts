import { expect, it } from 'vitest'
import { summaryField } from './summary'

it('an event is told by the most telling field it has', () => {
  expect(summaryField({ 'url.original': '/a', message: 'GET /a' })).toBe('message')
  expect(summaryField({ 'dns.question.name': 'a.example', 'event.action': 'dns_query' })).toBe('dns.question.name')
  expect(summaryField({ 'event.action': 'x' })).toBe(undefined)
})
