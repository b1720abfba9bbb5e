import { ExpandOutlined, FunctionOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useLiveQueries } from '@/shared/live'
import { useSearchState } from '@/shared/search'
import { useMay } from '@/shared/session'
import { Page } from '@/shared/ui/Page'
import { Empty, Loaded } from '@/shared/ui/states'
import { useWords } from '@/shared/words'
import { historyQuery, hottestQuery, newestQuery, situationQuery } from './api'
import { FormulaDrawer } from './FormulaDrawer'
import { HeatGrid } from './HeatGrid'
import { Hottest } from './Hottest'
import { IndexPanel } from './IndexPanel'
import { LookedAt } from './LookedAt'
import { Newest } from './Newest'
import { Silent } from './Silent'
import { SubjectDrawer } from './SubjectDrawer'
import { KINDS, type Kind, readSituationSearch } from './search'
import styles from './situation.module.css'
import { Trace } from './Trace'
import { TrendLine } from './TrendLine'

const WEEK_H = 168
const KEYS = [['situation']]

export const SituationPage = () => {
  const { t } = useTranslation()
  const [search, change] = useSearchState(readSituationSearch)
  const situation = useQuery(situationQuery())
  useLiveQueries({ situation: KEYS, incident: KEYS, reset: KEYS })
  return (
    <Page
      title={t('situation:title')}
      extra={
        <>
          <LookedAt received={situation.dataUpdatedAt} failed={situation.isError} />
          <Button icon={<FunctionOutlined />} onClick={() => change({ formula: true })}>
            {t('situation:formula')}
          </Button>
          <Link to="/situation/wall">
            <Button icon={<ExpandOutlined />}>{t('situation:wall')}</Button>
          </Link>
        </>
      }
    >
      <Loaded query={situation} empty={(data) => data.head === null}>
        {(data) => (
          <>
            {data.head && <Body told={data} head={data.head} by={search.by ?? 'unit'} change={change} />}
            {search.open && (
              <SubjectDrawer
                subject={search.open}
                time={data.time}
                hours={data.trend_hours}
                close={() => change({ open: undefined })}
              />
            )}
          </>
        )}
      </Loaded>
      <FormulaDrawer open={search.formula ?? false} close={() => change({ formula: undefined })} />
    </Page>
  )
}

interface BodyProps {
  told: Schemas['SituationRead']
  head: Schemas['AssessmentRead']
  by: Kind
  change: (part: { by?: Kind; open?: string }) => void
}

const Body = ({ told, head, by, change }: BodyProps) => {
  const { t } = useTranslation()
  const words = useWords()
  const history = useQuery(historyQuery(head.key, WEEK_H))
  const mayIncidents = useMay('incidents:read')
  const newest = useQuery({ ...newestQuery(), enabled: mayIncidents })
  const hottest = useQuery(hottestQuery())
  const parts = told.subjects.filter((one) => one.kind === by)
  return (
    <>
      <div className={styles['columns']}>
        <IndexPanel told={head} hours={told.trend_hours} />
        <Panel title={t('situation:trend')}>
          <TrendLine
            readings={history.data?.items ?? []}
            current={head.index}
            time={told.time}
            hours={WEEK_H}
            label={words.name(head)}
          />
        </Panel>
      </div>
      <Panel
        title={t('situation:parts')}
        extra={
          <Segmented<Kind>
            size="small"
            value={by}
            onChange={(kind) => change({ by: kind })}
            options={KINDS.map((kind) => ({
              value: kind,
              label: `${t(`situation:kind.${kind}`)} ${told.subjects.filter((one) => one.kind === kind).length}`,
            }))}
          />
        }
      >
        {parts.length === 0 ? (
          <Empty title={t('situation:parts.none')} />
        ) : (
          <HeatGrid subjects={parts} hours={told.trend_hours} open={(key) => change({ open: key })} />
        )}
      </Panel>
      <div className={styles['columns']}>
        <Panel title={t('situation:trace')}>
          <Trace told={head} />
        </Panel>
        <div className={styles['stack']}>
          {mayIncidents && (
            <Panel title={t('situation:newest')}>
              <Loaded query={newest}>{(data) => <Newest incidents={data.items} />}</Loaded>
            </Panel>
          )}
          <Panel title={t('situation:silent')}>
            <Silent costs={head.costs} />
          </Panel>
          <Panel title={t('situation:hot')}>
            <Loaded query={hottest}>{(data) => <Hottest entities={data.items} />}</Loaded>
          </Panel>
        </div>
      </div>
    </>
  )
}

const Panel = ({ title, extra, children }: { title: string; extra?: ReactNode; children: ReactNode }) => (
  <section className="fs-panel">
    <div className={styles['panelhead']}>
      <h2>{title}</h2>
      {extra}
    </div>
    {children}
  </section>
)
