import { ExpandOutlined, FunctionOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useSearchState } from '@/shared/search'
import { LiveAge } from '@/shared/ui/LiveAge'
import { Page } from '@/shared/ui/Page'
import { Panel } from '@/shared/ui/Panel'
import { Empty, Loaded } from '@/shared/ui/states'
import { STALE_S } from './api'
import { FormulaDrawer } from './FormulaDrawer'
import { HeatGrid } from './HeatGrid'
import { Hottest } from './Hottest'
import { IndexPanel } from './IndexPanel'
import { Newest } from './Newest'
import { Silent } from './Silent'
import { SubjectDrawer } from './SubjectDrawer'
import { KINDS, type Kind, readSituationSearch } from './search'
import { Trace } from './Trace'
import { useBeside, useSituation } from './useSituation'
import { WeekTrend } from './WeekTrend'

export const SituationPage = () => {
  const { t } = useTranslation()
  const [search, change] = useSearchState(readSituationSearch)
  const situation = useSituation()
  return (
    <Page
      title={t('situation:title')}
      extra={
        <>
          <LiveAge stale_s={STALE_S} received={situation.dataUpdatedAt} failed={situation.isError} />
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
  const { newest, hottest } = useBeside()
  const parts = told.subjects.filter((one) => one.kind === by)
  return (
    <>
      <div className="fs-split">
        <IndexPanel told={head} hours={told.trend_hours} />
        <Panel title={t('situation:trend')}>
          <WeekTrend of={head} time={told.time} />
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
      <div className="fs-split">
        <Panel title={t('situation:trace')}>
          <Trace told={head} />
        </Panel>
        <div className="fs-stack">
          {newest && (
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
