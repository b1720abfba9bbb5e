import { Link } from '@tanstack/react-router'
import { Collapse, Descriptions, Flex, Tag, Typography } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { EntityMenu } from '@/shared/entities/EntityMenu'
import { PivotTarget } from '@/shared/events/PivotValue'
import { useRemembered } from '@/shared/recent'
import { useMay } from '@/shared/session'
import { around } from '@/shared/time/range'
import { Span } from '@/shared/time/Span'
import { LevelTag } from '@/shared/ui/LevelTag'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { AlertHistory } from './AlertHistory'
import { AlertReason } from './AlertReason'
import type { AlertDetail } from './alert'
import { StatusTag } from './StatusTag'

const HOUR = 3_600_000

/** All of an alert: what, why, about whom, by which technique and rule, and what people decided. */
export const AlertView = ({ alert }: { alert: AlertDetail }) => {
  const { t } = useTranslation()
  const { title, name } = useWords()
  const mayIncidents = useMay('incidents:read')
  useRemembered({ path: `/alerts/${alert.id}`, title: title(alert.rule) })
  return (
    <PivotTarget range={around(alert.first_time, alert.time, HOUR)}>
      <Flex vertical gap={16}>
        <Flex gap="small" align="center" wrap>
          <LevelTag level={alert.rule.level} />
          <StatusTag status={alert.status} verdict={alert.verdict} />
          <Typography.Text strong style={{ fontSize: 15 }}>
            <UntrustedText text={title(alert.rule)} />
          </Typography.Text>
        </Flex>
        <Descriptions
          size="small"
          column={2}
          items={[
            {
              key: 'time',
              label: t('alerts:column.time'),
              span: 2,
              children: <Span first={alert.first_time} last={alert.time} precision="milli" />,
            },
            { key: 'unit', label: t('alerts:column.unit'), children: <UnitName id={alert.unit} /> },
            { key: 'source', label: t('alerts:column.source'), children: <UntrustedText text={alert.source} /> },
            ...(mayIncidents && alert.incidents.length > 0
              ? [
                  {
                    key: 'incidents',
                    label: t('alerts:incidents'),
                    span: 2,
                    children: alert.incidents.map((one) => (
                      <div key={one.id}>
                        <Link to={'/incidents/$incidentId' as never} params={{ incidentId: one.id } as never}>
                          <UntrustedText text={title(one) || one.id} />
                        </Link>
                      </div>
                    )),
                  },
                ]
              : []),
          ]}
        />
        <Section title={t('alerts:why')}>
          <AlertReason alert={alert} />
        </Section>
        <Section title={t('alerts:entities')}>
          <Descriptions
            size="small"
            bordered
            column={1}
            styles={{ label: { width: 220 } }}
            items={alert.entities.map((entity) => ({
              key: `${entity.role} ${entity.key}`,
              label: `${t(`entities:role.${entity.role}`)} · ${t(`entities:kind.${entity.kind}`)}`,
              children: <EntityMenu entity={entity} />,
            }))}
          />
        </Section>
        {alert.techniques.length + alert.tactics.length > 0 && (
          <Section title="ATT&CK">
            <Flex gap={6} wrap>
              {alert.tactics.map((tactic) => (
                <Tag key={tactic.shortname} color="geekblue" title={tactic.name}>
                  {tactic.id} {name(tactic)}
                </Tag>
              ))}
              {alert.techniques.map((technique) => (
                <Tag key={technique.id}>
                  {technique.id} {technique.name}
                </Tag>
              ))}
            </Flex>
          </Section>
        )}
        <RuleText alert={alert} />
        <Section title={t('alerts:history')}>
          <AlertHistory id={alert.id} created={alert.created} />
        </Section>
      </Flex>
    </PivotTarget>
  )
}

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <Typography.Title level={2} style={{ fontSize: 14, margin: '0 0 8px' }}>
      {title}
    </Typography.Title>
    {children}
  </section>
)

const RuleText = ({ alert }: { alert: AlertDetail }) => {
  const { t } = useTranslation()
  const mayIndicators = useMay('indicators:read')
  const known = alert.rule.id.startsWith('indicator-') ? alert.matched['threat.indicator.name'] : undefined
  if (typeof known === 'string') {
    if (!mayIndicators) return null
    return (
      <Link to="/indicators" search={{ q: known.slice(0, 256) } as never}>
        {t('alerts:indicator')}
      </Link>
    )
  }
  if (alert.rule_text === null) {
    return <Typography.Text type="secondary">{t('alerts:rule.none', { id: alert.rule.id })}</Typography.Text>
  }
  return (
    <Collapse
      size="small"
      items={[
        {
          key: 'rule',
          label: `${t('alerts:rule.text')} · ${alert.rule.id}`,
          children: (
            <pre style={{ margin: 0, maxHeight: 420, overflow: 'auto', whiteSpace: 'pre-wrap' }}>
              <UntrustedText text={alert.rule_text} limit={50_000} mono />
            </pre>
          ),
        },
      ]}
    />
  )
}
