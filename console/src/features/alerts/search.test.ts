import { describe, expect, it } from 'vitest'
import { askedAlerts, readAlertsSearch, statusOf } from './search'

const NOW = Date.parse('2026-11-22T12:00:30Z')

describe('the address of a list of alerts', () => {
  it('comes back as it was written', () => {
    const search = {
      level: ['critical' as const, 'high' as const],
      status: 'closed' as const,
      verdict: 'benign' as const,
      from: 'now-7d',
      to: 'now',
      rule: '713c0a69',
      entity: 'url:/a?b="c"',
      open: 'bfd6',
    }
    expect(readAlertsSearch(JSON.parse(JSON.stringify(search)))).toEqual(search)
  })
  it('leaves out what the server would refuse', () => {
    expect(
      readAlertsSearch({
        level: 'awful',
        status: 'x',
        verdict: [],
        from: 'once',
        to: 5,
        entity: 'e'.repeat(700),
        open: {},
      }),
    ).toEqual({})
    expect(readAlertsSearch({ level: 'high', status: ['open'] })).toEqual({ level: ['high'], status: 'open' })
  })
})

describe('what the server is asked', () => {
  it('is what nobody has decided about yet, unless it is about one thing in particular', () => {
    expect(askedAlerts({}, NOW)).toEqual({ status: ['open'] })
    expect(askedAlerts({ status: 'all' }, NOW)).toEqual({})
    expect(askedAlerts({ incident: 'i1' }, NOW)).toEqual({ incident: 'i1' })
    expect(statusOf({ entity: 'ip:10.0.0.1', status: 'open' })).toBe('open')
  })
  it('has moments instead of relative times, the same for a minute', () => {
    const asked = askedAlerts({ from: 'now-1h', to: 'now', status: 'all' }, NOW)
    expect(asked).toEqual({ start: '2026-11-22T11:01:00.000Z', end: '2026-11-22T12:01:00.000Z' })
    expect(askedAlerts({ from: 'now-1h', to: 'now', status: 'all' }, NOW + 20_000)).toEqual(asked)
  })
})
