import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Collapse, Drawer, Flex, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { caseQuery, useChangeCase } from './api'
import { CaseForm } from './CaseForm'
import { ClockList } from './ClockList'
import { GradeForm } from './GradeForm'

const WIDTH = 960
const SUMMARY = 'incident-summary'

export const CaseDrawer = ({ incident, onClose }: { incident: string | undefined; onClose: () => void }) => {
  const { t } = useTranslation()
  const query = useQuery({ ...caseQuery(incident ?? ''), enabled: incident !== undefined })
  return (
    <Drawer title={t('clocks:one')} open={incident !== undefined} onClose={onClose} size={WIDTH} destroyOnHidden>
      <Loaded query={query}>{({ data, etag }) => <CaseView one={data} etag={etag} />}</Loaded>
    </Drawer>
  )
}

const CaseView = ({ one, etag }: { one: Schemas['ClockCaseDetail']; etag: string }) => {
  const { t } = useTranslation()
  const words = useWords()
  const mayChange = useMay('clocks:change')
  const mayDraft = useMay('notices:draft')
  const mayExport = useMay('reports:export')
  return (
    <Flex vertical gap="middle">
      <Flex justify="space-between" gap="small">
        <Link to={'/incidents/$incidentId' as never} params={{ incidentId: one.incident } as never}>
          <UntrustedText text={words.title(one)} />
        </Link>
        <Flex gap="middle" style={{ whiteSpace: 'nowrap' }}>
          {mayExport && (
            <Link to={'/reports' as never} search={{ kind: SUMMARY, id: one.incident } as never}>
              {t('clocks:summary')}
            </Link>
          )}
          {mayDraft && (
            <Link to={'/notices' as never} search={{ about: one.incident } as never}>
              {t('clocks:notice')}
            </Link>
          )}
        </Flex>
      </Flex>
      <span>
        {t('clocks:column.known_at')} <Moment at={one.known_at} /> · {t('clocks:occurred_at')}{' '}
        <Moment at={one.occurred_at} />
      </span>
      <KnownBy one={one} etag={etag} />
      <Typography.Title level={2} style={{ fontSize: 15, margin: 0 }}>
        {t('clocks:column.grade')}
      </Typography.Title>
      <GradeForm key={one.grade_at ?? 'open'} one={one} etag={etag} />
      <Typography.Title level={2} style={{ fontSize: 15, margin: 0 }}>
        {t('clocks:duties')}
      </Typography.Title>
      <ClockList one={one} />
      {one.reports.map((report) => (
        <Collapse
          key={report.id}
          size="small"
          items={[
            {
              key: report.id,
              label: (
                <>
                  {report.rule} · <UntrustedText text={report.channel} limit={80} /> · <Moment at={report.sent} />
                </>
              ),
              children: (
                <div style={{ whiteSpace: 'pre-wrap' }}>
                  <UntrustedText text={report.text} limit={10_000} />
                </div>
              ),
            },
          ]}
        />
      ))}
      {mayChange && (
        <Collapse
          size="small"
          items={[{ key: 'facts', label: t('clocks:facts'), children: <CaseForm key={etag} one={one} etag={etag} /> }]}
        />
      )}
    </Flex>
  )
}

/** Clocks the platform started count from when it saw how grave the incident is, until somebody says when it was known. */
const KnownBy = ({ one, etag }: { one: Schemas['ClockCaseDetail']; etag: string }) => {
  const { t } = useTranslation()
  const may = useMay('clocks:change')
  const change = useChangeCase(one.incident, etag)
  if (one.known_by !== null)
    return (
      <small>
        {t('clocks:known_at.by')} <UntrustedText text={one.known_by} limit={80} />
      </small>
    )
  return (
    <Alert
      type="warning"
      showIcon
      title={t('clocks:known_at.unconfirmed')}
      description={t('clocks:known_at.why')}
      action={
        may && (
          <Button size="small" loading={change.isPending} onClick={() => change.mutate({ known_at: one.known_at })}>
            {t('clocks:known_at.confirm')}
          </Button>
        )
      }
    />
  )
}
