import { expect, it } from 'vitest'
import { addressOf, kept } from '@/shared/views/address'

it('a view keeps the conditions, not what happens to be open, whatever their order', () => {
  expect(kept('?q=a%3A1&from=now-7d&open=x1')).toBe(kept('?from=now-7d&q=a%3A1'))
  expect(kept('?open=x1')).toBe('')
})

it('a view leads to its page', () => {
  expect(addressOf({ page: 'events', search: 'q=a' })).toBe('/events?q=a')
  expect(addressOf({ page: 'alerts', search: '' })).toBe('/alerts')
})
