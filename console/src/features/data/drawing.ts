/** What of a lineage is drawn, as cytoscape takes it. */

import type { ElementDefinition, StylesheetJson } from 'cytoscape'
import type { Colour } from '@/shared/graph/GraphCanvas'
import { visible } from '@/shared/visible'
import type { Lineage } from './api'

const LONGEST = 26

const shortened = (text: string): string => {
  const shown = visible(text)
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST - 1)}…` : shown
}

export const BAD: readonly Lineage['edges'][number]['standing'][] = ['unapproved', 'ended']

/** named: ids of units and of the data set, as people know them. rows: a number with its unit. */
export const elements = (
  graph: Lineage,
  named: (node: Lineage['nodes'][number]) => string,
  rows: (number: number) => string,
): ElementDefinition[] => {
  const bad = new Set(
    graph.edges.filter((edge) => BAD.includes(edge.standing)).flatMap((edge) => [edge.source, edge.target]),
  )
  return [
    ...graph.nodes.map((node) => ({
      data: {
        id: node.id,
        label: node.size > 1 ? `${shortened(named(node))} × ${node.size}` : shortened(named(node)),
        kind: node.kind,
        bad: bad.has(node.id) && node.kind !== 'data_set' ? 'yes' : 'no',
      },
      position: { x: node.x, y: node.y },
      grabbable: false,
    })),
    ...graph.edges.map((edge) => ({
      data: {
        id: edge.id,
        source: edge.source,
        target: edge.target,
        link: edge.link,
        standing: edge.standing,
        label: edge.rows > 0 ? rows(edge.rows) : '',
      },
    })),
  ]
}

const SHAPES = {
  owner: 'round-rectangle',
  data_set: 'barrel',
  service: 'vee',
  actor: 'round-pentagon',
  recipient: 'diamond',
  unit: 'round-rectangle',
  proof: 'tag',
  others: 'ellipse',
} as const

export const look = (colour: Colour): StylesheetJson =>
  [
    // Many takers make the drawing small; what they are called is read all the same.
    { selector: 'node', style: { 'border-color': colour('--soft'), 'font-size': 16 } },
    { selector: 'edge', style: { 'font-size': 13 } },
    ...Object.entries(SHAPES).map(([kind, shape]) => ({ selector: `node[kind = "${kind}"]`, style: { shape } })),
    {
      selector: 'node[kind = "data_set"]',
      style: { width: 34, height: 34, 'background-color': colour('--accent'), 'border-color': colour('--accent') },
    },
    { selector: 'node[bad = "yes"]', style: { 'border-color': colour('--level-high') } },
    { selector: 'edge[standing = "registered"]', style: { 'line-style': 'dotted' } },
    {
      selector: 'edge[standing = "approved"]',
      style: { width: 2, 'line-color': colour('--level-low'), 'target-arrow-color': colour('--level-low') },
    },
    ...BAD.map((standing) => ({
      selector: `edge[standing = "${standing}"]`,
      style: {
        width: 2.4,
        'line-style': 'dashed',
        'line-color': colour('--level-high'),
        'target-arrow-color': colour('--level-high'),
        color: colour('--level-high'),
      },
    })),
  ] as StylesheetJson
