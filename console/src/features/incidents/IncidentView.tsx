import { Col, Row, Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { PivotTarget } from '@/shared/events/PivotValue'
import { usePreferences } from '@/shared/preferences'
import { useRemembered } from '@/shared/recent'
import { useSearchState } from '@/shared/search'
import { localTimes } from '@/shared/time/format'
import { around } from '@/shared/time/range'
import { LevelTag } from '@/shared/ui/LevelTag'
import { Page } from '@/shared/ui/Page'
import { Panel } from '@/shared/ui/Panel'
import { Partial } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { AttackGraph } from './AttackGraph'
import type { IncidentVersion } from './api'
import { ClocksButton } from './ClocksButton'
import { DecideButton } from './DecideButton'
import { ExportButton } from './ExportButton'
import { FittingPlaybooks } from './FittingPlaybooks'
import { IncidentEntities } from './IncidentEntities'
import { IncidentFacts } from './IncidentFacts'
import { IncidentHistory } from './IncidentHistory'
import { IncidentPhases } from './IncidentPhases'
import { IncidentStatusTag } from './IncidentStatusTag'
import { IncidentTimeline } from './IncidentTimeline'
import styles from './incident.module.css'
import { Outlook } from './Outlook'
import { RegroupButtons } from './RegroupButtons'
import { Related } from './Related'
import { RespondButton } from './RespondButton'
import { Story } from './Story'
import { readIncidentSearch, TABS } from './search'

const HOUR = 3_600_000

export const IncidentView = ({ version }: { version: IncidentVersion }) => {
  const { t } = useTranslation()
  const words = useWords()
  const [search, change] = useSearchState(readIncidentSearch)
  const { incident } = version
  useRemembered({ path: `/incidents/${incident.id}`, title: words.title(incident) })
  return (
    <PivotTarget range={around(incident.first_event, incident.last_event, HOUR)}>
      <Page
        title={
          <span className="fs-titled">
            <LevelTag level={incident.level} />
            <UntrustedText text={words.title(incident)} />
          </span>
        }
        extra={
          <>
            <IncidentStatusTag status={incident.status} />
            <ExportButton incident={incident} />
            <RespondButton incident={incident.id} />
            <ClocksButton incident={incident} />
            <RegroupButtons version={version} />
            <DecideButton version={version} />
          </>
        }
      >
        {incident.partial && <Partial reason={t('incidents:partial')} />}
        <IncidentFacts incident={incident} />
        <Tabs
          size="small"
          activeKey={search.tab ?? 'story'}
          onChange={(tab) => change({ tab: TABS.find((one) => one === tab && one !== 'story') })}
          items={[
            { key: 'story', label: t('incidents:tab.story'), children: <Told incident={incident} /> },
            { key: 'graph', label: t('incidents:tab.graph'), children: <AttackGraph id={incident.id} /> },
            { key: 'outlook', label: t('incidents:tab.outlook'), children: <Outlook id={incident.id} /> },
          ]}
        />
      </Page>
    </PivotTarget>
  )
}

const Told = ({ incident }: { incident: Schemas['IncidentDetail'] }) => {
  const { t } = useTranslation()
  const words = useWords()
  const { zone } = usePreferences()
  const [search, change] = useSearchState(readIncidentSearch)
  return (
    <Row gutter={[12, 12]}>
      <Col xs={24} xl={16}>
        <div className="fs-stack">
          <Panel title={t('incidents:story')}>
            <p className={styles['story']}>
              <UntrustedText text={localTimes(words.zh ? incident.story_zh : incident.story, zone)} />
            </p>
            <Story id={incident.id} />
            <h3 className={styles['sub']}>{t('incidents:phases')}</h3>
            <IncidentPhases incident={incident} chosen={search.tactic} choose={(tactic) => change({ tactic })} />
          </Panel>
          <IncidentTimeline incident={incident} tactic={search.tactic} />
        </div>
      </Col>
      <Col xs={24} xl={8}>
        <div className="fs-stack">
          <FittingPlaybooks incident={incident.id} />
          <IncidentEntities entities={incident.entities} />
          <Related ids={incident.related} />
          <IncidentHistory id={incident.id} />
        </div>
      </Col>
    </Row>
  )
}
