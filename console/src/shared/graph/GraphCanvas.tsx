import { MinusOutlined, OneToOneOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Space } from 'antd'
import cytoscape, { type Core, type ElementDefinition, type StylesheetJson } from 'cytoscape'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useDark } from '@/shared/preferences'
import styles from './graph.module.css'

/** The colour a custom property of the theme has where the graph is drawn. */
export type Colour = (name: string) => string

interface Props {
  elements: ElementDefinition[]
  /** What tells its nodes and edges apart, beside what all graphs share. Must stay the same function. */
  look: (colour: Colour) => StylesheetJson
  /** What it shows, for those who do not see it; a list beside it says the same. */
  told: string
  selected: string | undefined
  select: (id: string | undefined) => void
}

const ZOOM = 1.25

/** A graph with places the server found, drawn: what is selected stands out, the rest steps back. */
export const GraphCanvas = ({ elements, look, told, selected, select }: Props) => {
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
    const css = getComputedStyle(place.current)
    const colour: Colour = (name) => css.getPropertyValue(name).trim() || (dark ? '#ffffff' : '#000000')
    const made = cytoscape({
      container: place.current,
      elements,
      layout: { name: 'preset', fit: true, padding: 24 },
      style: [...shared(colour), ...look(colour), ...marked] as StylesheetJson,
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
  }, [elements, look, dark])
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
      <div ref={place} role="img" aria-label={told} />
      <Space.Compact className={styles['zoom']}>
        <Button size="small" icon={<PlusOutlined />} aria-label={t('ui:graph.in')} onClick={() => zoom(ZOOM)} />
        <Button size="small" icon={<MinusOutlined />} aria-label={t('ui:graph.out')} onClick={() => zoom(1 / ZOOM)} />
        <Button
          size="small"
          icon={<OneToOneOutlined />}
          aria-label={t('ui:graph.fit')}
          onClick={() => core.current?.fit(undefined, 24)}
        />
      </Space.Compact>
    </div>
  )
}

const shared = (colour: Colour): cytoscape.StylesheetJson =>
  [
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
  ] as StylesheetJson

const marked = [
  { selector: '.far', style: { opacity: 0.18 } },
  { selector: 'node.near', style: { 'border-width': 4, width: 32 } },
  { selector: 'edge.near', style: { width: 4 } },
]
