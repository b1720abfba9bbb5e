import { expect, it } from 'vitest'
import { elements } from './drawing'

const node = (id: string, kind: string, label = id, size = 1) =>
  ({ id, kind, label, size, keys: [], x: 1, y: 2, level: 'high', acts: false, tactics: [], alert_ids: [] }) as never
const edge = (id: string, source: string, target: string, kind: string) =>
  ({ id, source, target, kind, level: 'high', techniques: [], tactics: [], alert_ids: [] }) as never
const graph = {
  nodes: [node('n0', 'ip'), node('n1', 'host'), node('n2', 'url', 'x\u202e'.padEnd(60, 'y'), 9)],
  edges: [edge('e0', 'n0', 'n1', 'acts'), edge('e1', 'n1', 'n2', 'about')],
  entities: 11,
  aggregated: true,
  left_out: 0,
}

it('what was only seen at a machine is drawn when asked for', () => {
  expect(elements(graph, false).map(({ data }) => data.id)).toEqual(['n0', 'n1', 'e0'])
  expect(elements(graph, true)).toHaveLength(5)
})

it('labels are short, show what is hidden, and say how many stand behind a group', () => {
  const label = elements(graph, true)[2]?.data['label'] as string
  expect(label).not.toContain('\u202e')
  expect(label).toMatch(/… \+8$/)
})
