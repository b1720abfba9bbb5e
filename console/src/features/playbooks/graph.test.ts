import { describe, expect, test } from 'vitest'
import { graphOf, inputsOf } from './graph'

const document = {
  workflow_start: 's',
  workflow: {
    s: { type: 'start', on_completion: 'w' },
    w: { type: 'while-condition', on_true: 'a', on_completion: 'e' },
    a: { type: 'action', name: 'look', on_completion: 'w', step_extensions: { x: { name_zh: '查看' } } },
    e: { type: 'end' },
    lost: { type: 'end' },
  },
  playbook_variables: { __a__: { type: 'string', external: true }, __b__: { type: 'string' } },
}

describe('a workflow', () => {
  test('is drawn downwards, also when it goes back', () => {
    const { nodes } = graphOf(document)
    const y = Object.fromEntries(nodes.map((node) => [node.id, node.y]))
    expect(y['s']).toBeLessThan(y['w'] ?? 0)
    expect(y['w']).toBeLessThan(y['a'] ?? 0)
    expect(nodes).toHaveLength(5)
    expect(nodes.find((node) => node.id === 'a')?.nameZh).toBe('查看')
  })

  test('has an edge for every way, named unless it is the usual one', () => {
    const { edges } = graphOf(document)
    expect(edges.map((edge) => [edge.from, edge.way, edge.to])).toEqual([
      ['s', '', 'w'],
      ['w', '', 'e'],
      ['w', 'on_true', 'a'],
      ['a', '', 'w'],
    ])
  })

  test('without anything in it is drawn as nothing', () => {
    expect(graphOf({})).toEqual({ nodes: [], edges: [] })
  })

  test('is given its external variables only', () => {
    expect(inputsOf(document).map((input) => input.name)).toEqual(['__a__'])
  })
})
