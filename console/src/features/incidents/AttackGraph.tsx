import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Checkbox, Empty as Nothing } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { EntityMenu } from '@/shared/entities/EntityMenu'
import { keyed } from '@/shared/entities/entity'
import drawn from '@/shared/graph/graph.module.css'
import { Span } from '@/shared/time/Span'
import { LevelTag } from '@/shared/ui/LevelTag'
import { Panel } from '@/shared/ui/Panel'
import { Loaded, Partial } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { graphQuery } from './api'
import styles from './incident.module.css'

type Graph = Schemas['IncidentGraph']

const AttackCanvas = lazy(() => import('./AttackCanvas').then((module) => ({ default: module.AttackCanvas })))
const KEYS_SHOWN = 12

/** Who acted on whom: drawn, and beside it as a list that says the same. */
export const AttackGraph = ({ id }: { id: string }) => {
  const { t } = useTranslation()
  const graph = useQuery(graphQuery(id))
  return (
    <Panel title={t('incidents:graph')}>
      <Loaded query={graph} empty={(data) => data.nodes.length === 0}>
        {(data) => <Drawn graph={data} />}
      </Loaded>
    </Panel>
  )
}

const Drawn = ({ graph }: { graph: Graph }) => {
  const { t } = useTranslation()
  const [details, showDetails] = useState(graph.nodes.length <= 60)
  const [selected, select] = useState<string | undefined>()
  const node = graph.nodes.find((one) => one.id === selected)
  const edge = graph.edges.find((one) => one.id === selected)
  return (
    <>
      {graph.left_out > 0 && <Partial reason={t('incidents:graph.left', { count: graph.left_out })} />}
      <div className={drawn['bar']}>
        <Checkbox checked={details} onChange={({ target }) => showDetails(target.checked)}>
          {t('incidents:graph.details')}
        </Checkbox>
        {graph.aggregated && (
          <span>{t('incidents:graph.aggregated', { nodes: graph.nodes.length, entities: graph.entities })}</span>
        )}
        <span>{t('incidents:graph.key')}</span>
      </div>
      <div className={drawn['graph']}>
        <Suspense fallback={<div className={drawn['canvas']} />}>
          <AttackCanvas graph={graph} details={details} selected={selected} select={select} />
        </Suspense>
        <section className={drawn['side']} aria-label={t('incidents:graph.list')}>
          {node ? (
            <NodeTold node={node} graph={graph} select={select} />
          ) : edge ? (
            <EdgeTold edge={edge} graph={graph} select={select} />
          ) : (
            <NodeList graph={graph} select={select} />
          )}
        </section>
      </div>
    </>
  )
}

type Select = (id: string | undefined) => void

const NodeList = ({ graph, select }: { graph: Graph; select: Select }) => {
  const { t } = useTranslation()
  return (
    <>
      <h3>{t('incidents:graph.nodes', { count: graph.nodes.length })}</h3>
      <ul className={drawn['nodes']}>
        {graph.nodes.map((one) => (
          <li key={one.id}>
            <LevelTag level={one.level} short />
            <button type="button" className="fs-link" onClick={() => select(one.id)}>
              <UntrustedText text={one.label} limit={80} />
              {one.size > 1 && ` +${one.size - 1}`}
            </button>
            <span className={styles['aside2']}>
              {t(`entities:kind.${one.kind}`)}
              {one.acts && ` · ${t('entities:role.actor')}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

const Back = ({ select }: { select: Select }) => {
  const { t } = useTranslation()
  return (
    <button type="button" className="fs-link" onClick={() => select(undefined)}>
      ← {t('incidents:graph.back')}
    </button>
  )
}

const NodeTold = ({ node, graph, select }: { node: Schemas['NodeRead']; graph: Graph; select: Select }) => {
  const { t } = useTranslation()
  const words = useWords()
  const edges = graph.edges.filter((one) => one.source === node.id || one.target === node.id)
  return (
    <>
      <Back select={select} />
      <h3>
        {t(`entities:kind.${node.kind}`)} · <UntrustedText text={node.label} limit={120} />
        {node.size > 1 && ` +${node.size - 1}`}
      </h3>
      <p className={styles['aside2']}>
        <Span first={node.first} last={node.last} /> · {t('incidents:phase.alerts', { count: node.alerts })}
        <br />
        {node.tactics.map((one) => words.name(one)).join(' → ')}
      </p>
      <div className={styles['keys']}>
        {node.keys.slice(0, KEYS_SHOWN).map((key) => (
          <EntityMenu key={key} entity={keyed(key)} ellipsis />
        ))}
        {node.keys.length > KEYS_SHOWN && <span>{t('incidents:graph.more', { count: node.size - KEYS_SHOWN })}</span>}
      </div>
      <h3>{t('incidents:graph.edges', { count: edges.length })}</h3>
      <ul className={drawn['nodes']}>
        {edges.map((one) => (
          <li key={one.id}>
            <LevelTag level={one.level} short />
            <button type="button" className="fs-link" onClick={() => select(one.id)}>
              <EdgeName edge={one} graph={graph} />
            </button>
            <span className={styles['aside2']}>{t(`incidents:edge.${one.kind}`)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

const EdgeName = ({ edge, graph }: { edge: Schemas['EdgeRead']; graph: Graph }) => {
  const label = (id: string) => graph.nodes.find((one) => one.id === id)?.label ?? ''
  return (
    <>
      <UntrustedText text={label(edge.source)} limit={60} /> → <UntrustedText text={label(edge.target)} limit={60} />
    </>
  )
}

const EdgeTold = ({ edge, graph, select }: { edge: Schemas['EdgeRead']; graph: Graph; select: Select }) => {
  const { t } = useTranslation()
  const words = useWords()
  if (edge.alert_ids.length === 0) return <Nothing />
  return (
    <>
      <Back select={select} />
      <h3>
        <EdgeName edge={edge} graph={graph} />
      </h3>
      <p className={styles['aside2']}>
        {t(`incidents:edge.${edge.kind}`)} · <Span first={edge.first} last={edge.last} />
        <br />
        {edge.tactics.map((one) => words.name(one)).join(' → ')}
      </p>
      <p>{edge.techniques.map((one) => `${one.id} ${one.name}`).join(' · ')}</p>
      <ul className={drawn['nodes']}>
        {edge.alert_ids.map((alert, place) => (
          <li key={alert}>
            <span />
            <Link to="/alerts" search={{ open: alert }}>
              {t('incidents:graph.evidence', { number: place + 1 })}
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
