import type cytoscape from 'cytoscape'
import type { StylesheetJson } from 'cytoscape'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { type Colour, GraphCanvas } from '@/shared/graph/GraphCanvas'
import { elements } from './drawing'

interface Props {
  graph: Schemas['IncidentGraph']
  details: boolean
  selected: string | undefined
  select: (id: string | undefined) => void
}

const SHAPES: Record<string, cytoscape.Css.NodeShape> = {
  host: 'round-rectangle',
  ip: 'ellipse',
  device: 'hexagon',
  external: 'diamond',
  user: 'round-pentagon',
  data_set: 'barrel',
  process: 'cut-rectangle',
  url: 'tag',
  domain: 'round-tag',
  file_hash: 'rectangle',
  service: 'vee',
}

/** The drawing itself: the list beside it says the same for those who do not see it and to the keyboard. */
export const AttackCanvas = ({ graph, details, selected, select }: Props) => {
  const { t } = useTranslation()
  const drawn = useMemo(() => elements(graph, details), [graph, details])
  const told = t('incidents:graph.told', { nodes: graph.nodes.length, edges: graph.edges.length })
  return <GraphCanvas elements={drawn} look={look} told={told} selected={selected} select={select} />
}

const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const

const look = (colour: Colour): StylesheetJson =>
  [
    ...Object.entries(SHAPES).map(([kind, shape]) => ({ selector: `node[kind = "${kind}"]`, style: { shape } })),
    ...LEVELS.map((level) => ({
      selector: `node[level = "${level}"]`,
      style: { 'border-color': colour(`--level-${level}`) },
    })),
    ...LEVELS.map((level) => ({
      selector: `node[level = "${level}"][acts = "yes"]`,
      style: { 'background-color': colour(`--level-${level}`) },
    })),
    { selector: 'edge[kind = "about"]', style: { 'line-style': 'dotted', 'target-arrow-shape': 'none' } },
    { selector: 'edge[kind = "uses"]', style: { 'line-style': 'dashed' } },
    ...LEVELS.map((level) => ({
      selector: `edge[kind = "acts"][level = "${level}"]`,
      style: {
        width: 2.2,
        'line-color': colour(`--level-${level}`),
        'target-arrow-color': colour(`--level-${level}`),
      },
    })),
  ] as StylesheetJson
