import {
  Background,
  type Connection,
  Controls,
  type Edge,
  type EdgeChange,
  Handle,
  type Node,
  type NodeChange,
  type NodeProps,
  Position,
  ReactFlow,
  useReactFlow,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { memo, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import drawing from '../playbooks.module.css'
import { isWay, useWay } from '../ways'
import { drawn, HEIGHT, joins, type Layout, lines, WIDTH } from './canvas'
import { connect, disconnect, freeWay, type Json, object, removeSteps, stepOf } from './document'
import styles from './editor.module.css'
import type { PlaybookProblem } from './Fields'
import { useStepName } from './names'

interface CanvasProps {
  document: Json
  layout: Layout
  selected: readonly string[]
  /** Problems of each step. */
  problems: ReadonlyMap<string, PlaybookProblem[]>
  disabled: boolean
  onSelect: (ids: string[]) => void
  onDocument: (document: Json) => void
  onLayout: (layout: Layout, at: string) => void
}

type StepData = { label: string; kind: string; ways: readonly string[]; errors: number; warnings: number }
type Measured = Record<string, { width: number; height: number }>

const StepBox = memo(({ data, selected }: NodeProps<Node<StepData>>) => {
  const { t } = useTranslation()
  const way = useWay()
  const mark = data.errors > 0 ? styles['has-error'] : data.warnings > 0 ? styles['has-warning'] : ''
  return (
    <div className={`${styles['box']} ${styles[`box-${data.kind}`] ?? ''} ${selected ? styles['chosen'] : ''} ${mark}`}>
      {data.kind !== 'start' && <Handle type="target" position={Position.Top} />}
      <span className={styles['boxname']}>{data.label}</span>
      {data.errors + data.warnings > 0 && (
        <span
          className={styles['count']}
          role="img"
          aria-label={t('editor:problems', { count: data.errors + data.warnings })}
        >
          {data.errors + data.warnings}
        </span>
      )}
      {data.ways.map((name, at) => (
        <Handle
          key={name}
          id={name}
          type="source"
          position={Position.Bottom}
          title={way(name)}
          className={styles[`way-${name}`]}
          style={{ left: `${((at + 1) * 100) / (data.ways.length + 1)}%` }}
        />
      ))}
    </div>
  )
})

const nodeTypes = { step: StepBox }

/** The steps to be moved, joined and chosen. What is drawn is the document; nothing is kept here but sizes. */
export const Canvas = (props: CanvasProps) => {
  const { document, layout, selected, problems, disabled, onSelect, onDocument, onLayout } = props
  const { t } = useTranslation()
  const stepName = useStepName()
  const way = useWay()
  const flow = useReactFlow()
  const [measured, setMeasured] = useState<Measured>({})
  const [line, setLine] = useState<string | undefined>()
  const steps = useMemo(() => drawn(document, layout), [document, layout])
  const nodes: Node<StepData>[] = steps.map(({ id, kind, x, y, ways }) => {
    const found = problems.get(id) ?? []
    const size = measured[id]
    return {
      id,
      type: 'step',
      position: { x, y },
      selected: selected.includes(id),
      ...(size && { measured: size }),
      width: WIDTH,
      height: HEIGHT,
      ariaLabel: stepName(stepOf(document, id)),
      data: {
        label: stepName(stepOf(document, id)),
        kind,
        ways,
        errors: found.filter((one) => one.severity === 'error').length,
        warnings: found.filter((one) => one.severity === 'warning').length,
      },
    }
  })
  const found = useMemo(() => lines(document), [document])
  const edges: Edge[] = found.map((one) => ({
    id: one.id,
    source: one.from,
    target: one.to,
    sourceHandle: one.handle,
    selected: line === one.id,
    label: isWay(one.way) ? way(one.way) : one.way.startsWith('cases.') ? one.way.slice('cases.'.length) : '',
    labelStyle: { fill: 'var(--text)', fontSize: 12 },
    labelBgStyle: { fill: 'var(--paper)' },
  }))
  const onNodes = (changes: NodeChange<Node<StepData>>[]) => {
    const sizes = changes.flatMap((one) =>
      one.type === 'dimensions' && one.dimensions ? [[one.id, one.dimensions] as const] : [],
    )
    if (sizes.length > 0) setMeasured((before) => ({ ...before, ...Object.fromEntries(sizes) }))
    const moved = changes.flatMap((one) =>
      one.type === 'position' && one.position ? [[one.id, one.position] as const] : [],
    )
    if (moved.length > 0 && !disabled) {
      const fixed = Object.fromEntries(steps.map(({ id, x, y }) => [id, { x, y }]))
      for (const [id, { x, y }] of moved) fixed[id] = { x: Math.round(x), y: Math.round(y) }
      onLayout(fixed, `move ${moved.map(([id]) => id).join(' ')}`)
    }
    const chosen = changes.filter((one) => one.type === 'select')
    if (chosen.length > 0) {
      const now = new Set(selected)
      for (const one of chosen) one.selected ? now.add(one.id) : now.delete(one.id)
      onSelect([...now])
    }
    const removed = changes.flatMap((one) => (one.type === 'remove' ? [one.id] : []))
    if (removed.length > 0 && !disabled) onDocument(removeSteps(document, removed))
  }
  const onEdges = (changes: EdgeChange[]) => {
    for (const one of changes) {
      if (one.type === 'select') setLine(one.selected ? one.id : undefined)
      const gone = one.type === 'remove' ? found.find(({ id }) => id === one.id) : undefined
      if (gone && !disabled && gone.from in object(document['workflow']))
        onDocument(disconnect(document, gone.from, gone.way, gone.to))
    }
  }
  const onConnect = ({ source, target, sourceHandle }: Connection) =>
    onDocument(connect(document, source, sourceHandle ?? freeWay(stepOf(document, source)), target))
  return (
    <section className={`${styles['canvas']} ${drawing['drawing']}`} aria-label={t('playbooks:workflow')}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        onNodesChange={onNodes}
        onEdgesChange={onEdges}
        onConnect={onConnect}
        isValidConnection={({ source, target }) => joins(document, source, target)}
        onInit={() => void flow.fitView({ maxZoom: 1 })}
        nodesDraggable={!disabled}
        nodesConnectable={!disabled}
        deleteKeyCode={disabled ? null : ['Delete', 'Backspace']}
        minZoom={0.15}
        fitView
        fitViewOptions={{ maxZoom: 1 }}
      >
        <Background gap={20} />
        <Controls showInteractive={false} />
      </ReactFlow>
    </section>
  )
}
