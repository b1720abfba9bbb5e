import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { EntityMenu } from '@/shared/entities/EntityMenu'
import { PivotTarget } from '@/shared/events/PivotValue'
import { useLiveQueries } from '@/shared/live'
import { useRemembered } from '@/shared/recent'
import { useSearchState } from '@/shared/search'
import { Moment } from '@/shared/time/Moment'
import { around, EVERYTHING } from '@/shared/time/range'
import { LevelTag } from '@/shared/ui/LevelTag'
import { Page } from '@/shared/ui/Page'
import { Panel } from '@/shared/ui/Panel'
import { Empty, Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { visible } from '@/shared/visible'
import { Activity } from './Activity'
import { entityDetailQuery } from './api'
import { EntityIncidents } from './EntityIncidents'
import { EntityPeers } from './EntityPeers'
import { EntityTimeline } from './EntityTimeline'
import styles from './entities.module.css'
import { Record as RegisterRecord } from './Record'
import { readEntitySearch } from './search'

const HOUR = 3_600_000

export const EntityPage = () => {
  const { t } = useTranslation()
  const [search] = useSearchState(readEntitySearch)
  if (search.key === undefined) {
    return (
      <Page title={t('entities:page')}>
        <Empty title={t('entities:none')}>{t('entities:none.next')}</Empty>
      </Page>
    )
  }
  return <OneEntity key={search.key} of={search.key} />
}

const OneEntity = ({ of }: { of: string }) => {
  const entity = useQuery(entityDetailQuery(of))
  useLiveQueries({ alert: [['entities']], incident: [['entities']], reset: [['entities']] })
  return <Loaded query={entity}>{(data) => <View entity={data} />}</Loaded>
}

const View = ({ entity }: { entity: Schemas['EntityDetail'] }) => {
  const { t } = useTranslation()
  useRemembered({
    path: `/entities?key=${encodeURIComponent(entity.key)}`,
    title: visible(`${t(`entities:kind.${entity.kind}`)} ${entity.value.slice(0, 80)}`),
  })
  const range = entity.first_seen && entity.last_seen ? around(entity.first_seen, entity.last_seen, HOUR) : EVERYTHING
  return (
    <PivotTarget range={range}>
      <Page
        title={
          <span className="fs-titled">
            <span className={styles['kind']}>{t(`entities:kind.${entity.kind}`)}</span>
            <UntrustedText text={entity.value} limit={300} />
          </span>
        }
        extra={<EntityMenu entity={entity} label={t('entities:go')} />}
      >
        <dl className="fs-facts">
          <Fact label={t('entities:first')}>
            <Moment at={entity.first_seen} />
          </Fact>
          <Fact label={t('entities:last')}>
            <Moment at={entity.last_seen} />
          </Fact>
          <Fact label={t('entities:alert.count')}>
            {entity.alerts} ({t('entities:alert.open', { count: entity.open_alerts })})
          </Fact>
          {entity.names.length > 1 && (
            <Fact label={t('entities:names')}>
              {entity.names.slice(1).map((one, place) => (
                <span key={one.key}>
                  {place > 0 && ' · '}
                  <UntrustedText text={one.value} limit={120} />
                </span>
              ))}
            </Fact>
          )}
        </dl>
        <div className="fs-split">
          <div className="fs-stack">
            <Panel title={t('entities:activity')}>
              <Activity entity={entity} />
            </Panel>
            <Panel title={t('entities:incidents.of')} extra={entity.incidents.length}>
              <EntityIncidents incidents={entity.incidents} />
            </Panel>
            <Panel title={t('entities:timeline')}>
              <EntityTimeline of={entity.key} />
            </Panel>
          </div>
          <div className="fs-stack">
            <Panel title={t('entities:heat')} extra={<strong>{entity.heat.toFixed(1)}</strong>}>
              <Heat reasons={entity.reasons} />
            </Panel>
            <Panel title={t('entities:record')}>
              <RegisterRecord record={entity.record} />
            </Panel>
            <Panel title={t('entities:peers')}>
              <EntityPeers of={entity.key} />
            </Panel>
          </div>
        </div>
      </Page>
    </PivotTarget>
  )
}

const Fact = ({ label, children }: { label: string; children: React.ReactNode }) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
)

const Heat = ({ reasons }: { reasons: Schemas['HeatReason'][] }) => {
  const { t, i18n } = useTranslation()
  const zh = i18n.language === 'zh-CN'
  if (reasons.length === 0) return <Empty title={t('entities:heat.none')} />
  return (
    <ol className={styles['lines']}>
      {reasons.map((one) => (
        <li key={one.rule}>
          <strong>+{one.share.toFixed(1)}</strong>
          <span>
            <LevelTag level={one.level} short />{' '}
            <a href={`/alerts?open=${one.sample}`}>
              <UntrustedText text={zh ? one.title_zh : one.title} limit={160} />
            </a>{' '}
            ×{one.alerts}
            <span className="fs-soft">
              {' '}
              · <Moment at={one.last} precision="minute" />
            </span>
          </span>
        </li>
      ))}
    </ol>
  )
}
