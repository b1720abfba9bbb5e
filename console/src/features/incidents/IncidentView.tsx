import { Col, Row } from 'antd'
import { useTranslation } from 'react-i18next'
import { PivotTarget } from '@/shared/events/PivotValue'
import { usePreferences } from '@/shared/preferences'
import { useRemembered } from '@/shared/recent'
import { useSearchState } from '@/shared/search'
import { localTimes } from '@/shared/time/format'
import { around } from '@/shared/time/range'
import { LevelTag } from '@/shared/ui/LevelTag'
import { Page } from '@/shared/ui/Page'
import { Partial } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import type { IncidentVersion } from './api'
import { DecideButton } from './DecideButton'
import { IncidentEntities } from './IncidentEntities'
import { IncidentFacts } from './IncidentFacts'
import { IncidentHistory } from './IncidentHistory'
import { IncidentPhases } from './IncidentPhases'
import { IncidentStatusTag } from './IncidentStatusTag'
import { IncidentTimeline } from './IncidentTimeline'
import styles from './incident.module.css'
import { Panel } from './Panel'
import { readIncidentSearch } from './search'

const HOUR = 3_600_000

export const IncidentView = ({ version }: { version: IncidentVersion }) => {
  const { t } = useTranslation()
  const words = useWords()
  const [search, change] = useSearchState(readIncidentSearch)
  const { incident } = version
  const { zone } = usePreferences()
  useRemembered({ path: `/incidents/${incident.id}`, title: words.title(incident) })
  return (
    <PivotTarget range={around(incident.first_event, incident.last_event, HOUR)}>
      <Page
        title={
          <span className={styles['title']}>
            <LevelTag level={incident.level} />
            <UntrustedText text={words.title(incident)} />
          </span>
        }
        extra={
          <>
            <IncidentStatusTag status={incident.status} />
            <DecideButton version={version} />
          </>
        }
      >
        {incident.partial && <Partial reason={t('incidents:partial')} />}
        <IncidentFacts incident={incident} />
        <Row gutter={[12, 12]}>
          <Col xs={24} xl={16}>
            <div className={styles['column']}>
              <Panel title={t('incidents:story')}>
                <p className={styles['story']}>
                  <UntrustedText text={localTimes(words.zh ? incident.story_zh : incident.story, zone)} />
                </p>
                <IncidentPhases incident={incident} chosen={search.tactic} choose={(tactic) => change({ tactic })} />
              </Panel>
              <IncidentTimeline incident={incident} tactic={search.tactic} />
            </div>
          </Col>
          <Col xs={24} xl={8}>
            <div className={styles['column']}>
              <IncidentEntities entities={incident.entities} />
              <IncidentHistory id={incident.id} />
            </div>
          </Col>
        </Row>
      </Page>
    </PivotTarget>
  )
}
