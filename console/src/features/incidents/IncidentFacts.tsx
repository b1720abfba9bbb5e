import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Tooltip } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { GradeTag } from '@/shared/ui/LevelTag'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { standingQuery } from './api'
import { EventSpan } from './EventSpan'
import { Clock, DataAtRisk } from './Standing'

export const IncidentFacts = ({ incident }: { incident: Schemas['IncidentDetail'] }) => {
  const { t } = useTranslation()
  const standing = useQuery(standingQuery([incident.id])).data?.get(incident.id)
  const words = useWords()
  const maySeeAlerts = useMay('alerts:read')
  return (
    <dl className="fs-facts">
      <Fact label={t('incidents:column.span')}>
        <EventSpan first={incident.first_event} last={incident.last_event} />
      </Fact>
      <Fact label={t('incidents:column.units')}>
        {incident.units.map((unit, place) => (
          <span key={unit}>
            {place > 0 && ' · '}
            <UnitName id={unit} />
          </span>
        ))}
      </Fact>
      <Fact label={t('incidents:column.alerts')}>
        {maySeeAlerts ? (
          <Link to="/alerts" search={{ incident: incident.id }}>
            {incident.alert_count}
          </Link>
        ) : (
          incident.alert_count
        )}
      </Fact>
      <Fact label={t('incidents:column.score')}>
        <Explained by={words.zh ? incident.scored_zh : incident.scored}>{incident.score.toFixed(1)}</Explained>
      </Fact>
      {incident.confidence !== null && (
        <Fact label={t('incidents:column.confidence')}>
          <Explained by={words.zh ? incident.because_zh : incident.because}>
            {Math.round(incident.confidence * 100)}%
          </Explained>
        </Fact>
      )}
      {standing && (
        <>
          <Fact label={t('incidents:column.grade')}>
            <GradeTag grade={standing.grade as 1 | 2 | 3 | 4} />
          </Fact>
          {standing.clock !== 'none' && (
            <Fact label={t('incidents:column.clock')}>
              <Clock of={standing} />
            </Fact>
          )}
          {standing.data_sets.length > 0 && (
            <Fact label={t('incidents:column.data')}>
              <DataAtRisk of={standing} />
            </Fact>
          )}
        </>
      )}
      {incident.merged_into && (
        <Fact label={t('incidents:merged_into')}>
          <Link to="/incidents/$incidentId" params={{ incidentId: incident.merged_into }}>
            {incident.merged_into.slice(0, 12)}
          </Link>
        </Fact>
      )}
      {incident.decided_by && (
        <Fact label={t('incidents:decided')}>
          <UntrustedText text={incident.decided_by} /> <Moment at={incident.decided} />
        </Fact>
      )}
      {incident.note && (
        <Fact label={t('incidents:decide.note')}>
          <UntrustedText text={incident.note} limit={500} />
        </Fact>
      )}
    </dl>
  )
}

/** A figure and, on pointing at it, what it is made of. */
const Explained = ({ by, children }: { by: string[]; children: ReactNode }) =>
  by.length === 0 ? (
    <span>{children}</span>
  ) : (
    <Tooltip
      title={by.map((one) => (
        <div key={one}>
          <UntrustedText text={one} limit={200} />
        </div>
      ))}
    >
      <button type="button" className="fs-pivot">
        {children}
      </button>
    </Tooltip>
  )

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
)
