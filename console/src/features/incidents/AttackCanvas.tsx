import { MinusOutlined, OneToOneOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Space } from 'antd'
import cytoscape, { type Core, type StylesheetJson } from 'cytoscape'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useDark } from '@/shared/preferences'
import { elements } from './drawing'
import styles from './incident.module.css'

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
const ZOOM = 1.25

/** The drawing itself: the list beside it says the same for those who do not see it and to the keyboard. */
export const AttackCanvas = ({ graph, details, selected, select }: Props) => {
  const { t } = useTranslation()
  const dark = useDark()
  const place = useRef<HTMLDivElement>(null)
  const core = useRef<Core>(undefined)
  const latest = useRef(select)
  useEffect(() => {
    latest.current = select
  })
  useEffect(() => {
    if (!place.current) return
    // `dark` changes what these colours are.
    const made = cytoscape({
      container: place.current,
      elements: elements(graph, details),
      layout: { name: 'preset', fit: true, padding: 24 },
      style: look(place.current, dark),
      userZoomingEnabled: false,
      boxSelectionEnabled: false,
      autounselectify: false,
      minZoom: 0.1,
      maxZoom: 3,
    })
    core.current = made
    made.on('select', 'node, edge', ({ target }) => latest.current(target.id()))
    made.on('tap', (event) => {
      if (event.target === made) latest.current(undefined)
    })
    const watch = new ResizeObserver(() => {
      made.resize()
      made.fit(undefined, 24)
    })
    watch.observe(place.current)
    return () => {
      watch.disconnect()
      made.destroy()
      core.current = undefined
    }
  }, [graph, details, dark])
  useEffect(() => {
    const made = core.current
    if (!made) return
    made.elements().removeClass('near far')
    const chosen = selected === undefined ? undefined : made.getElementById(selected)
    if (chosen === undefined || chosen.empty()) return
    const near = chosen.closedNeighborhood().union(chosen.connectedNodes())
    made.elements().difference(near).addClass('far')
    chosen.addClass('near')
  }, [selected])
  const zoom = (by: number) => {
    const made = core.current
    made?.zoom({ level: made.zoom() * by, renderedPosition: { x: made.width() / 2, y: made.height() / 2 } })
  }
  return (
    <div className={styles['canvas']}>
      <div
        ref={place}
        role="img"
        aria-label={t('incidents:graph.told', { nodes: graph.nodes.length, edges: graph.edges.length })}
      />
      <Space.Compact className={styles['zoom']}>
        <Button size="small" icon={<PlusOutlined />} aria-label={t('incidents:graph.in')} onClick={() => zoom(ZOOM)} />
        <Button
          size="small"
          icon={<MinusOutlined />}
          aria-label={t('incidents:graph.out')}
          onClick={() => zoom(1 / ZOOM)}
        />
        <Button
          size="small"
          icon={<OneToOneOutlined />}
          aria-label={t('incidents:graph.fit')}
          onClick={() => core.current?.fit(undefined, 24)}
        />
      </Space.Compact>
    </div>
  )
}

const look = (place: HTMLElement, dark: boolean): StylesheetJson => {
  const css = getComputedStyle(place)
  const colour = (name: string) => css.getPropertyValue(name).trim() || (dark ? '#ffffff' : '#000000')
  const levels = ['informational', 'low', 'medium', 'high', 'critical'] as const
  return [
    {
      selector: 'node',
      style: {
        label: 'data(label)',
        width: 26,
        height: 26,
        'font-size': 11,
        color: colour('--text'),
        'text-valign': 'bottom',
        'text-margin-y': 4,
        'text-outline-color': colour('--paper'),
        'text-outline-width': 2,
        'background-color': colour('--paper'),
        'border-width': 2,
      },
    },
    ...Object.entries(SHAPES).map(([kind, shape]) => ({ selector: `node[kind = "${kind}"]`, style: { shape } })),
    ...levels.map((level) => ({
      selector: `node[level = "${level}"]`,
      style: { 'border-color': colour(`--level-${level}`) },
    })),
    ...levels.map((level) => ({
      selector: `node[level = "${level}"][acts = "yes"]`,
      style: { 'background-color': colour(`--level-${level}`) },
    })),
    {
      selector: 'edge',
      style: {
        width: 1.2,
        'curve-style': 'bezier',
        'line-color': colour('--soft'),
        'target-arrow-color': colour('--soft'),
        'target-arrow-shape': 'triangle',
        'arrow-scale': 0.8,
        label: 'data(label)',
        'font-size': 9,
        color: colour('--soft'),
        'text-outline-color': colour('--paper'),
        'text-outline-width': 2,
      },
    },
    { selector: 'edge[kind = "about"]', style: { 'line-style': 'dotted', 'target-arrow-shape': 'none' } },
    { selector: 'edge[kind = "uses"]', style: { 'line-style': 'dashed' } },
    ...levels.map((level) => ({
      selector: `edge[kind = "acts"][level = "${level}"]`,
      style: {
        width: 2.2,
        'line-color': colour(`--level-${level}`),
        'target-arrow-color': colour(`--level-${level}`),
      },
    })),
    { selector: '.far', style: { opacity: 0.18 } },
    { selector: '.near', style: { 'border-width': 4, width: 32 } },
  ] as StylesheetJson
}
