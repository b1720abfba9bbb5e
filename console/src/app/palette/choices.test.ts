import { expect, it } from 'vitest'
import { choices } from '@/app/palette/choices'

const known = {
  permissions: ['account:own', 'events:read', 'alerts:read', 'units:read'],
  recent: [{ path: '/alerts/a1', title: 'SSH guessing' }],
  views: [],
  t: ((key: string) => key) as never,
}
const found = (typed: string, more: object = {}) =>
  choices(typed, { ...known, ...more }).map(({ to, search }) => [to, search])

it('without a word, what was seen lately and the pages one may open are offered', () => {
  expect(found('').map(([to]) => to)).toEqual(['/alerts/a1', '/events', '/alerts', '/units', '/account'])
})

it('an address leads to its events, its own page and its alerts, and to nothing one may not see', () => {
  const led = found('203.0.113.5')
  expect(led.map(([to]) => to)).toEqual(['/events', '/entities', '/alerts', '/events'])
  expect(led[1]?.[1]).toEqual({ key: 'ip:203.0.113.5' })
  expect(led[2]?.[1]).toEqual({ entity: 'ip:203.0.113.5' })
  expect(found('203.0.113.5', { permissions: ['account:own'] })).toEqual([])
})

it('a query is searched for as it stands, other text as a phrase', () => {
  expect(found('user.name:"a b"').at(-1)?.[1]).toMatchObject({ q: 'user.name:"a b"' })
  expect(found('two words').at(-1)?.[1]).toMatchObject({ q: '"two words"' })
})
