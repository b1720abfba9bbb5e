import { Background, Controls, type Edge, type Node, ReactFlow } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { graphOf } from './graph'
import styles from './playbooks.module.css'

interface WorkflowProps {
  document: Record<string, unknown>
  /** How far each step has come, of a run. */
  states?: Record<string, string>
}

const WAYS = ['on_true', 'on_false', 'on_failure', 'parallel'] as const
const isWay = (way: string): way is (typeof WAYS)[number] => (WAYS as readonly string[]).includes(way)

const isEnd = (kind: string): kind is 'start' | 'end' => kind === 'start' || kind === 'end'

/** The steps of a playbook, to look at. */
export const Workflow = ({ document, states = {} }: WorkflowProps) => {
  const { t, i18n } = useTranslation()
  const zh = i18n.language.startsWith('zh')
  const { nodes, edges } = useMemo(() => graphOf(document), [document])
  const shownNodes: Node[] = nodes.map((node) => ({
    id: node.id,
    position: { x: node.x, y: node.y },
    data: { label: isEnd(node.kind) ? t(`playbooks:node.${node.kind}`) : (zh && node.nameZh) || node.name },
    className: `${styles['node']} ${styles[`kind-${node.kind}`] ?? ''} ${styles[`state-${states[node.id]}`] ?? ''}`,
  }))
  const shownEdges: Edge[] = edges.map((edge) => ({
    id: edge.id,
    source: edge.from,
    target: edge.to,
    label: isWay(edge.way) ? t(`playbooks:way.${edge.way}`) : edge.way,
    labelStyle: { fill: 'var(--text)', fontSize: 12 },
    labelBgStyle: { fill: 'var(--paper)' },
    animated: states[edge.from] === 'running' || states[edge.from] === 'waiting',
  }))
  return (
    <section className={`${styles['flow']} ${styles['drawing']}`} aria-label={t('playbooks:workflow')}>
      <ReactFlow
        nodes={shownNodes}
        edges={shownEdges}
        fitView
        fitViewOptions={{ maxZoom: 1 }}
        nodesDraggable={false}
        nodesConnectable={false}
        elementsSelectable={false}
        minZoom={0.2}
      >
        <Background gap={20} />
        <Controls showInteractive={false} />
      </ReactFlow>
    </section>
  )
}
