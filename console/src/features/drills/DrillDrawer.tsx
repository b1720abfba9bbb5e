import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Descriptions, Drawer, Flex, Input, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { drawerWidth } from '@/shared/ui/Page'
import { Panel } from '@/shared/ui/Panel'
import { Loaded } from '@/shared/ui/states'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { type DrillDetail, drillQuery, useBeginDrill, useCancelDrill, useNoteDrill } from './api'
import { DrillMark } from './DrillMark'
import { ScoreSheet } from './ScoreSheet'

interface DrillDrawerProps {
  id: string | undefined
  onClose: () => void
}

export const DrillDrawer = ({ id, onClose }: DrillDrawerProps) => {
  const { t } = useTranslation()
  const query = useQuery({ ...drillQuery(id ?? ''), enabled: id !== undefined })
  return (
    <Drawer title={t('drills:one')} open={id !== undefined} onClose={onClose} size={drawerWidth} destroyOnHidden>
      <Loaded query={query}>{(drill) => <DrillView key={drill.status} drill={drill} />}</Loaded>
    </Drawer>
  )
}

/** Steps of the library are named in both languages, Chinese first. */
const named = (name: string, zh: boolean): string => {
  const [first = name, ...rest] = name.split(' · ')
  return zh || rest.length === 0 ? first : rest.join(' · ')
}

const DrillView = ({ drill }: { drill: DrillDetail }) => {
  const { t } = useTranslation()
  const words = useWords()
  return (
    <Flex vertical gap="middle">
      <Flex gap="small" align="center" wrap>
        <DrillMark drill={drill} />
        <strong>
          <UntrustedText text={drill.title} />
        </strong>
      </Flex>
      <Actions drill={drill} />
      {drill.sheet && <ScoreSheet sheet={drill.sheet} />}
      {drill.restored && <Restored drill={drill} />}
      <Descriptions
        size="small"
        column={2}
        bordered
        items={[
          { label: t('drills:kind'), children: t(`drills:kind.${drill.kind}`) },
          { label: t('drills:mode'), children: t(`drills:mode.${drill.mode}`) },
          { label: t('drills:unit'), children: <UnitName id={drill.unit} /> },
          { label: t('drills:system'), children: <UntrustedText text={drill.system || '—'} /> },
          {
            label: t('drills:scenario'),
            span: 2,
            children: (
              <Link to="/playbooks/$playbookId" params={{ playbookId: drill.playbook } as never}>
                <UntrustedText text={words.zh ? drill.playbook_name_zh : drill.playbook_name} />
              </Link>
            ),
          },
          { label: t('drills:scheduled'), span: 2, children: <Moment at={drill.scheduled} precision="minute" /> },
          { label: t('drills:began'), children: <Moment at={drill.began} /> },
          { label: t('drills:ended'), children: <Moment at={drill.ended} /> },
          {
            label: t('drills:participants'),
            span: 2,
            children: (
              <UntrustedText
                text={
                  drill.participants.map((one) => [one.person, one.role].filter(Boolean).join(' · ')).join(', ') || '—'
                }
              />
            ),
          },
          ...(drill.execution
            ? [
                {
                  label: t('drills:execution'),
                  span: 2,
                  children: (
                    <Link to="/executions/$executionId" params={{ executionId: drill.execution }}>
                      {drill.execution}
                    </Link>
                  ),
                },
              ]
            : []),
          ...(drill.sm3
            ? [
                {
                  label: t('drills:digest'),
                  span: 2,
                  children: <code style={{ wordBreak: 'break-all' }}>{drill.sm3}</code>,
                },
                {
                  label: t('drills:papers'),
                  span: 2,
                  children:
                    drill.documents.length > 0 ? t('drills:papers.made', { count: drill.documents.length }) : '—',
                },
              ]
            : []),
        ]}
      />
      {drill.would.length > 0 && (
        <Panel title={t('drills:would')}>
          <ol>
            {drill.would.map((one) => (
              <li key={one.path}>
                <strong>
                  <UntrustedText text={named(one.name, words.zh)} limit={120} />
                </strong>{' '}
                <UntrustedText text={words.zh ? one.text_zh : one.text} limit={300} />
              </li>
            ))}
          </ol>
        </Panel>
      )}
    </Flex>
  )
}

const Restored = ({ drill }: { drill: DrillDetail }) => {
  const { t } = useTranslation()
  const words = useWords()
  const found = drill.restored
  if (found === null) return null
  return (
    <Panel title={t('drills:restored')}>
      <Descriptions
        size="small"
        column={2}
        items={[
          { label: t('drills:rto'), children: words.duration(found.rto_s * 1000) },
          { label: t('drills:rpo'), children: words.duration(found.rpo_s * 1000) },
          { label: t('drills:files'), children: words.number(found.files) },
          { label: t('drills:bytes'), children: words.number(found.size_bytes) },
          { label: t('drills:newest_data'), children: words.duration(found.newest_data_s * 1000) },
          { label: t('drills:partial'), children: t(found.partial ? 'drills:partial.yes' : 'drills:partial.no') },
        ]}
      />
      {found.problems.map((one) => (
        <div key={one}>
          <UntrustedText text={one} limit={300} />
        </div>
      ))}
    </Panel>
  )
}

const Actions = ({ drill }: { drill: DrillDetail }) => {
  const { t } = useTranslation()
  const may = useMay('drills:change')
  const begin = useBeginDrill()
  const cancel = useCancelDrill()
  const note = useNoteDrill()
  const [findings, setFindings] = useState(drill.findings)
  const over = drill.status !== 'planned' && drill.status !== 'running'
  if (over || !may)
    return drill.findings ? (
      <div style={{ whiteSpace: 'pre-wrap' }}>
        <UntrustedText text={drill.findings} limit={10_000} />
      </div>
    ) : null
  return (
    <Flex vertical gap="small">
      <Input.TextArea
        rows={2}
        aria-label={t('drills:findings')}
        placeholder={t('drills:findings')}
        value={findings}
        onChange={(event) => setFindings(event.target.value)}
      />
      <Flex gap="small">
        {drill.status === 'planned' && (
          <Popconfirm
            title={t(drill.mode === 'exercise' ? 'drills:begin.sure' : 'drills:begin.paper')}
            onConfirm={() => begin.mutate(drill.id)}
          >
            <Button type="primary" loading={begin.isPending}>
              {t('drills:begin')}
            </Button>
          </Popconfirm>
        )}
        <Button
          disabled={findings === drill.findings}
          onClick={() => note.mutate({ drill_id: drill.id, findings, incident: drill.incident })}
        >
          {t('drills:note')}
        </Button>
        <Popconfirm
          title={t('drills:cancel.sure')}
          onConfirm={() =>
            cancel.mutate({
              drill_id: drill.id,
              reason: findings.slice(0, 900).replace(/\s+/g, ' ') || t('drills:cancel.default'),
            })
          }
        >
          <Button danger>{t('drills:cancel')}</Button>
        </Popconfirm>
      </Flex>
    </Flex>
  )
}
