import { describe, expect, it } from 'vitest'
import { passages, type Told } from './timeline'

const told = (id: string, rule: string, time: string, more: Partial<Told['alert']> = {}): Told => ({
  alert: { id, rule: { id: rule }, time, unit: 'town', event_count: 1, ...more },
})

describe('the timeline of an incident', () => {
  it('puts neighbours of the same rule on one line, with their number, span and events', () => {
    const [scan, write] = passages([
      told('a', 'scan', '2026-11-22T22:00:01.000000Z', { event_count: 7 }),
      told('b', 'scan', '2026-11-22T22:00:02.000000Z', { unit: 'bureau' }),
      told('c', 'write', '2026-11-22T22:00:03.000000Z'),
    ])
    expect(scan).toMatchObject({
      key: 'a',
      first: '2026-11-22T22:00:01.000000Z',
      last: '2026-11-22T22:00:02.000000Z',
      events: 8,
      units: ['town', 'bureau'],
    })
    expect(scan?.members.map((member) => member.alert.id)).toEqual(['a', 'b'])
    expect(write?.members).toHaveLength(1)
  })

  it('tells a rule again when another one spoke in between', () => {
    const found = passages([
      told('a', 'scan', '2026-11-22T22:00:01.000000Z'),
      told('b', 'write', '2026-11-22T22:00:02.000000Z'),
      told('c', 'scan', '2026-11-22T22:00:03.000000Z'),
    ])
    expect(found.map((passage) => passage.head.alert.rule.id)).toEqual(['scan', 'write', 'scan'])
  })

  it('is in order of time whatever order the members come in, and loses none', () => {
    const members = Array.from({ length: 200 }, (_, n) =>
      told(`${n}`, `rule ${(n * 7) % 3}`, `2026-11-22T22:00:${String((n * 37) % 60).padStart(2, '0')}.000000Z`),
    )
    const found = passages(members).flatMap((passage) => passage.members)
    expect(found).toHaveLength(200)
    expect(new Set(found).size).toBe(200)
    const times = found.map((member) => member.alert.time)
    expect(times).toEqual([...times].sort())
  })

  it('keeps microseconds apart', () => {
    const found = passages([
      told('b', 'two', '2026-11-22T22:00:00.000002Z'),
      told('a', 'one', '2026-11-22T22:00:00.000001Z'),
    ])
    expect(found.map((passage) => passage.key)).toEqual(['a', 'b'])
  })
})
