/** What of an attack graph is drawn, as cytoscape takes it. */

import type { ElementDefinition } from 'cytoscape'
import type { Schemas } from '@/shared/api'
import { visible } from '@/shared/visible'

type Graph = Schemas['IncidentGraph']

const LONGEST = 26

const shortened = (text: string): string => {
  const shown = visible(text)
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST - 1)}…` : shown
}

/** details: also what was seen at machines (pages, programs, names). Without them a machine stands alone. */
export const elements = (graph: Graph, details: boolean): ElementDefinition[] => {
  const edges = graph.edges.filter((edge) => details || edge.kind !== 'about')
  const ends = new Set(edges.flatMap((edge) => [edge.source, edge.target]))
  const nodes = graph.nodes.filter((node) => details || ends.has(node.id) || MACHINES.has(node.kind))
  return [
    ...nodes.map((node) => ({
      data: {
        id: node.id,
        label: node.size > 1 ? `${shortened(node.label)} +${node.size - 1}` : shortened(node.label),
        kind: node.kind,
        level: node.level,
        acts: node.acts ? 'yes' : 'no',
      },
      position: { x: node.x, y: node.y },
      grabbable: false,
    })),
    ...edges.map((edge) => ({
      data: {
        id: edge.id,
        source: edge.source,
        target: edge.target,
        kind: edge.kind,
        level: edge.level,
        label:
          edge.kind === 'acts'
            ? edge.techniques
                .slice(0, 2)
                .map(({ id }) => id)
                .join(' ')
            : '',
      },
    })),
  ]
}

const MACHINES = new Set(['host', 'ip', 'device', 'external'])
