import { describe, expect, it } from 'vitest'
import { type Acting, phases } from './phases'

const tactic = (shortname: string) => ({ id: null, shortname, name: shortname, name_zh: shortname })
const technique = (id: string) => ({ id, name: id, url: null })
const entity = (kind: 'host' | 'ip' | 'user', value: string, role: 'actor' | 'target') => ({
  key: `${kind}:${value}`,
  kind,
  kind_zh: kind,
  value,
  role,
  role_zh: role,
})
const acting = (id: string, time: string, tactics: string[], more: Partial<Acting['alert']> = {}): Acting => ({
  alert: { id, time, techniques: [], tactics: tactics.map(tactic), entities: [], ...more },
})

describe('the phases of an incident', () => {
  it('keep the order of the incident and count an alert in each of its tactics', () => {
    const found = phases(
      [tactic('discovery'), tactic('impact')],
      [
        acting('a', '2026-11-22T22:02:00Z', ['impact', 'discovery']),
        acting('b', '2026-11-22T22:01:00Z', ['discovery']),
      ],
    )
    expect(found.map((phase) => [phase.tactic.shortname, phase.alerts, phase.began])).toEqual([
      ['discovery', 2, '2026-11-22T22:01:00Z'],
      ['impact', 1, '2026-11-22T22:02:00Z'],
    ])
  })

  it('name the machines it was done to, by name rather than by address, each once', () => {
    const entities = [
      entity('ip', '203.0.113.66', 'actor'),
      entity('ip', '10.20.1.10', 'target'),
      entity('host', 'portal', 'target'),
      entity('user', 'root', 'target'),
    ]
    const [phase] = phases(
      [tactic('impact')],
      [
        acting('a', '2026-11-22T22:01:00Z', ['impact'], { entities, techniques: [technique('T1485')] }),
        acting('b', '2026-11-22T22:02:00Z', ['impact'], {
          entities: entities.slice(0, 2),
          techniques: [technique('T1485')],
        }),
      ],
    )
    expect(phase?.targets).toEqual(['portal', '10.20.1.10'])
    expect(phase?.techniques.map((one) => one.id)).toEqual(['T1485'])
  })

  it('show a technique only under the tactic it is known to serve', () => {
    const techniques = [technique('T1595.001'), technique('T1046')]
    const found = phases(
      [tactic('reconnaissance'), tactic('discovery')],
      [acting('a', '2026-11-22T22:01:00Z', ['reconnaissance', 'discovery'], { techniques })],
    )
    expect(found.map((phase) => phase.techniques.map((one) => one.id))).toEqual([['T1595.001'], []])
  })

  it('stay where no member shown carries the tactic', () => {
    expect(phases([tactic('impact')], [])).toMatchObject([{ began: null, alerts: 0, targets: [] }])
  })
})
