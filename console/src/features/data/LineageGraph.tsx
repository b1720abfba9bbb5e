import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Flex } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import drawn from '@/shared/graph/graph.module.css'
import { key } from '@/shared/i18n'
import { useChange } from '@/shared/query'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { Mark, type Tone } from '@/shared/ui/Mark'
import { Loaded, Partial } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { useActions } from './actions'
import { type Lineage, lineageQuery, takeLineage } from './api'
import styles from './data.module.css'
import { BAD } from './drawing'
import { useNodeNames } from './nodeNames'

type Edge = Lineage['edges'][number]
type Select = (id: string | undefined) => void

interface Named {
  graph: Lineage
  /** Of the data set, as people call it. */
  name: string
}

const LineageCanvas = lazy(() => import('./LineageCanvas').then((module) => ({ default: module.LineageCanvas })))

const TONES: Record<Edge['standing'], Tone> = {
  approved: 'low',
  keeper: 'informational',
  ended: 'high',
  unapproved: 'high',
  registered: 'informational',
}

/** Who gave what to whom, under which approval: drawn, and beside it as a list that says the same. */
export const LineageGraph = ({ dataSet, name }: { dataSet: string; name: string }) => {
  const { t } = useTranslation()
  const query = useQuery(lineageQuery(dataSet))
  const take = useChange(takeLineage, [], key('data:exported'))
  return (
    <Loaded query={query}>
      {(graph) => (
        <>
          {(graph.cut || graph.more > 0) && <Partial reason={t('data:lineage.cut')} />}
          <Flex justify="space-between" gap="small" wrap className={drawn['bar'] ?? ''}>
            <span>
              <Moment at={graph.start} precision="minute" /> – <Moment at={graph.end} precision="minute" /> ·{' '}
              {t('data:lineage.events', { count: graph.events })} ·{' '}
              <span className={graph.unapproved > 0 ? styles['bad'] : undefined}>
                {t('data:lineage.unapproved', { count: graph.unapproved })}
              </span>
              {graph.aggregated && ` · ${t('data:lineage.aggregated')}`}
            </span>
            <Flex gap="small">
              {(['csv', 'json'] as const).map((format) => (
                <Button
                  key={format}
                  size="small"
                  icon={<DownloadOutlined />}
                  loading={take.isPending}
                  onClick={() => take.mutate({ dataSet, format })}
                >
                  {format.toUpperCase()}
                </Button>
              ))}
            </Flex>
          </Flex>
          <Drawn graph={graph} name={name} />
        </>
      )}
    </Loaded>
  )
}

const Drawn = ({ graph, name }: Named) => {
  const { t } = useTranslation()
  const [selected, select] = useState<string | undefined>()
  const edge = graph.edges.find((one) => one.id === selected)
  const node = graph.nodes.find((one) => one.id === selected)
  const edges = node ? graph.edges.filter((one) => one.source === node.id || one.target === node.id) : graph.edges
  return (
    <div className={drawn['graph']}>
      <Suspense fallback={<div className={drawn['canvas']} />}>
        <LineageCanvas graph={graph} name={name} selected={selected} select={select} />
      </Suspense>
      <section className={drawn['side']} aria-label={t('data:lineage.list')}>
        {selected !== undefined && (
          <button type="button" className="fs-link" onClick={() => select(undefined)}>
            ← {t('data:lineage.all')}
          </button>
        )}
        {edge ? (
          <EdgeTold edge={edge} graph={graph} name={name} />
        ) : (
          <EdgeList edges={edges} graph={graph} name={name} select={select} />
        )}
      </section>
    </div>
  )
}

const EdgeList = ({ edges, graph, name, select }: Named & { edges: Edge[]; select: Select }) => {
  const { t } = useTranslation()
  const ordered = [...edges].sort((a, b) => Number(BAD.includes(b.standing)) - Number(BAD.includes(a.standing)))
  return (
    <>
      <h3>{t('data:lineage.edges', { count: edges.length })}</h3>
      <ul className={drawn['nodes']}>
        {ordered.map((one) => (
          <li key={one.id}>
            <span aria-hidden="true" className={BAD.includes(one.standing) ? styles['bad'] : undefined}>
              {BAD.includes(one.standing) ? '▲' : '·'}
            </span>
            <button type="button" className="fs-link" onClick={() => select(one.id)}>
              <Ends edge={one} graph={graph} name={name} />
            </button>
            <span className="fs-soft">{t(`data:standing.${one.standing}`)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

const Ends = ({ edge, graph, name }: Named & { edge: Edge }) => {
  const nameOf = useNodeNames(name)
  const label = (id: string) => {
    const node = graph.nodes.find((one) => one.id === id)
    return node ? nameOf(node) : ''
  }
  return (
    <>
      <UntrustedText text={label(edge.source)} limit={60} /> → <UntrustedText text={label(edge.target)} limit={60} />
    </>
  )
}

const EdgeTold = ({ edge, graph, name }: Named & { edge: Edge }) => {
  const { t } = useTranslation()
  const words = useWords()
  const maySearch = useMay('events:read')
  const actionOf = useActions()
  const actions = Object.entries(edge.actions).map(([name, number]) => `${actionOf(name)} × ${words.number(number)}`)
  return (
    <>
      <h3>
        <Ends edge={edge} graph={graph} name={name} />
      </h3>
      <p>
        <Mark tone={TONES[edge.standing]}>{t(`data:standing.${edge.standing}`)}</Mark>{' '}
        <span className="fs-soft">{t(`data:link.${edge.link}`)}</span>
      </p>
      <dl className={styles['facts']}>
        {edge.count > 0 && (
          <>
            <dt>{t('data:actions')}</dt>
            <dd>
              <UntrustedText text={actions.join(', ')} limit={200} />
            </dd>
            <dt>{t('data:when')}</dt>
            <dd>
              <Moment at={edge.first} /> – <Moment at={edge.last} />
            </dd>
            <dt>{t('data:rows.title')}</dt>
            <dd>{words.number(edge.rows)}</dd>
            <dt>{t('data:bytes')}</dt>
            <dd>{words.number(edge.size_bytes)}</dd>
            <dt>{t('data:identifiers')}</dt>
            <dd>{words.number(edge.identifiers)}</dd>
            <dt>{t('data:fields')}</dt>
            <dd>
              <UntrustedText text={edge.fields.join(', ') || '—'} limit={600} />
            </dd>
            <dt>{t('data:purpose')}</dt>
            <dd>
              <UntrustedText text={edge.purposes.join(', ') || '—'} limit={300} />
            </dd>
          </>
        )}
        <dt>{t('data:approval')}</dt>
        <dd>
          <UntrustedText text={edge.approvals.join(', ') || '—'} limit={300} />
        </dd>
      </dl>
      {maySearch && (
        <ul className={drawn['nodes']}>
          {edge.event_ids.map((event, place) => (
            <li key={event}>
              <span />
              <Link to="/events" search={{ open: event, from: graph.start, to: graph.end } as never}>
                {t('data:lineage.event', { number: place + 1 })}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
