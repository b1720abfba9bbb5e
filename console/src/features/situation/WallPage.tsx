import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Moment } from '@/shared/time/Moment'
import { useNow } from '@/shared/time/useNow'
import { LiveAge } from '@/shared/ui/LiveAge'
import { Loaded } from '@/shared/ui/states'
import { useWords } from '@/shared/words'
import { STALE_S } from './api'
import { Change } from './Change'
import { CostTitle } from './CostTitle'
import { HeatGrid } from './HeatGrid'
import { Hottest } from './Hottest'
import { Newest } from './Newest'
import { lost } from './points'
import { Silent } from './Silent'
import styles from './situation.module.css'
import { useBeside, useSituation } from './useSituation'
import { WeekTrend } from './WeekTrend'

const COSTS = 6
const TILES = 24

/** The situation for a screen on a wall: dark, readable from afar, renewed by itself, nothing to click. */
export const WallPage = () => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const situation = useSituation()
  useEffect(() => {
    const root = document.getElementById('root')
    if (root) root.inert = true
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape') void navigate({ to: '/situation' })
    }
    addEventListener('keydown', leave)
    return () => {
      if (root) root.inert = false
      removeEventListener('keydown', leave)
    }
  }, [navigate])
  return createPortal(
    <main className={styles['wall']} id="wall" aria-label={t('situation:wall')}>
      <header className={styles['wallhead']}>
        <LiveAge stale_s={STALE_S} received={situation.dataUpdatedAt} failed={situation.isError} />
        <h1>{t('situation:wall.title')}</h1>
        <div>
          <Clock />
          <button type="button" className={styles['leave']} onClick={() => void navigate({ to: '/situation' })}>
            {t('situation:wall.leave')}
          </button>
        </div>
      </header>
      <Loaded query={situation} empty={(data) => data.head === null}>
        {(data) => (data.head ? <Body told={data} head={data.head} /> : null)}
      </Loaded>
    </main>,
    document.body,
  )
}

const Body = ({ told, head }: { told: Schemas['SituationRead']; head: Schemas['AssessmentRead'] }) => {
  const { t } = useTranslation()
  const words = useWords()
  const { newest, hottest } = useBeside()
  const units = told.subjects.filter((one) => one.kind === 'unit')
  const systems = told.subjects.filter((one) => one.kind === 'system' && one.index < 100)
  return (
    <div className={styles['wallbody']}>
      <div className={styles['wallcolumn']}>
        <Card title={`${words.name(head)} · ${t('situation:index')}`}>
          <div className={styles['wallindex']} data-band={head.band}>
            <div className={styles['big']}>
              <span className={styles['number']}>{head.index.toFixed(1)}</span>
              <span className={styles['band']}>{t(`situation:band.${head.band}`)}</span>
              <Change of={head} hours={told.trend_hours} short />
            </div>
            <ul className={styles['families']}>
              {head.families.map((one) => (
                <li key={one.family}>
                  <span>{t(`situation:family.${one.family}`)}</span>
                  <span className="fs-bar" aria-hidden>
                    <span style={{ width: `${one.points}%` }} />
                  </span>
                  <span className={styles['points']}>{lost(one.points)}</span>
                </li>
              ))}
            </ul>
          </div>
        </Card>
        <Card title={t('situation:trend')}>
          <WeekTrend of={head} time={told.time} />
        </Card>
        <Card title={t('situation:trace')}>
          <ol className={styles['costs']}>
            {head.costs.slice(0, COSTS).map((cost) => (
              <li key={`${cost.family} ${cost.id}`}>
                <span className={styles['points']}>−{cost.points.toFixed(1)}</span>
                <span className={styles['cost']}>
                  <CostTitle cost={cost} />
                </span>
              </li>
            ))}
          </ol>
        </Card>
      </div>
      <div className={styles['wallcolumn']}>
        <Card title={t('situation:wall.units')}>
          <HeatGrid subjects={[...units, ...systems].slice(0, TILES)} hours={told.trend_hours} />
        </Card>
        {newest && (
          <Card title={t('situation:newest')}>
            <Loaded query={newest}>{(data) => <Newest incidents={data.items} />}</Loaded>
          </Card>
        )}
      </div>
      <div className={styles['wallcolumn']}>
        <Card title={t('situation:hot')}>
          <Loaded query={hottest}>{(data) => <Hottest entities={data.items} />}</Loaded>
        </Card>
        <Card title={t('situation:silent')}>
          <Silent costs={head.costs} />
        </Card>
      </div>
    </div>
  )
}

const Card = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className={styles['card']}>
    <h2>{title}</h2>
    {children}
  </section>
)

const Clock = () => (
  <span className={styles['clock']}>
    <Moment at={useNow()} />
  </span>
)
