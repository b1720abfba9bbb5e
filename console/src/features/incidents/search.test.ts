import { describe, expect, it } from 'vitest'
import { askedIncidents, readIncidentsSearch } from './search'

const read = (raw: Record<string, unknown>) => JSON.parse(JSON.stringify(readIncidentsSearch(raw)))
const asked = (raw: Record<string, unknown>) => JSON.parse(JSON.stringify(askedIncidents(readIncidentsSearch(raw))))

describe('the filters of the list of incidents', () => {
  it('are what the address holds, and whatever else stands there is left out', () => {
    expect(
      read({ status: ['closed', 'bogus'], level: 'high', entity: 'ip:10.0.0.1', candidates: 'true', x: 1 }),
    ).toEqual({
      status: ['closed'],
      level: ['high'],
      entity: 'ip:10.0.0.1',
      candidates: true,
    })
    expect(read({ status: { a: 1 }, level: [7], entity: 'x'.repeat(601), candidates: 'no' })).toEqual({})
  })

  it('show what is open and worth looking at, unless somebody asks for more', () => {
    expect(asked({})).toEqual({ status: ['new', 'in_progress', 'on_hold'], escalated: true })
    expect(asked({ candidates: true })).toEqual({ status: ['new', 'in_progress', 'on_hold'] })
    expect(asked({ status: 'closed' })).toEqual({ status: ['closed'], escalated: true })
  })

  it('hide nothing from who looks for one entity', () => {
    expect(asked({ entity: 'ip:10.0.0.1' })).toEqual({ entity: 'ip:10.0.0.1' })
  })
})
