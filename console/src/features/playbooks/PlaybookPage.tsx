import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { Button, Descriptions, Flex, Table, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Page } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { playbookQuery } from './api'
import { EditButton } from './editor/BeginButtons'
import styles from './playbooks.module.css'
import { RunForm } from './RunForm'
import { Workflow } from './Workflow'

export const PlaybookPage = () => {
  const { playbookId } = useParams({ from: '/in/playbooks/$playbookId' })
  const query = useQuery(playbookQuery(playbookId))
  return <Loaded query={query}>{(playbook) => <PlaybookView playbook={playbook} />}</Loaded>
}

const PlaybookView = ({ playbook }: { playbook: Schemas['PlaybookDetail'] }) => {
  const { t, i18n } = useTranslation()
  const { incident } = useSearch({ from: '/in/playbooks/$playbookId' })
  const zh = i18n.language.startsWith('zh')
  const mayRun = useMay('playbooks:run')
  const [open, setOpen] = useState(incident !== undefined)
  const runnable = playbook.problems.every((problem) => problem.severity !== 'error')
  const description = (zh && playbook.description_zh) || playbook.description
  return (
    <Page
      title={<UntrustedText text={zh ? playbook.name_zh : playbook.name} />}
      extra={
        <>
          <EditButton playbook={playbook} />
          {mayRun && (
            <Button type="primary" disabled={!runnable} onClick={() => setOpen(true)}>
              {t('playbooks:start')}
            </Button>
          )}
        </>
      }
    >
      {description && (
        <p className={styles['text']}>
          <UntrustedText text={description} limit={4_000} />
        </p>
      )}
      <Facts playbook={playbook} />
      <Problems problems={playbook.problems} />
      <Workflow document={playbook.document} />
      {mayRun && <RunForm playbook={playbook} incident={incident} open={open} onClose={() => setOpen(false)} />}
    </Page>
  )
}

const words = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

const Facts = ({ playbook }: { playbook: Schemas['PlaybookDetail'] }) => {
  const { t, i18n } = useTranslation()
  const { answers, trigger } = playbook
  const mark = i18n.language === 'zh-CN' ? '；' : '; '
  const tags = (values: string[]) => (
    <Flex wrap gap={4}>
      {values.map((value) => (
        <Tag key={value}>{value}</Tag>
      ))}
    </Flex>
  )
  const begins = [...words(trigger['techniques']), ...words(trigger['tactics'])]
  const facts = [
    {
      key: 'trigger',
      label: t('playbooks:trigger'),
      children: tags([...words([trigger['level']].filter(Boolean)), ...begins]),
    },
    { key: 'attack', label: 'ATT&CK', children: tags(words(answers['attack'])) },
    { key: 'd3fend', label: 'D3FEND', children: tags(words(answers['d3fend'])) },
    {
      key: 'gbt',
      label: 'GB/T 20986',
      children: (
        <Flex gap={8} wrap>
          {tags(words(answers['gbt20986']))}
          {answers['verify'] === true && <span className={styles['soft']}>{t('playbooks:verify')}</span>}
        </Flex>
      ),
    },
    { key: 'evidence', label: t('playbooks:evidence'), children: playbook.evidence.join(mark) },
    { key: 'recovery', label: t('playbooks:recovery'), children: playbook.recovery.join(mark) },
  ]
  return <Descriptions size="small" bordered column={{ xs: 1, lg: 2 }} items={facts} />
}

const Problems = ({ problems }: { problems: Schemas['PlaybookProblem'][] }) => {
  const { t, i18n } = useTranslation()
  if (problems.length === 0) return null
  const zh = i18n.language.startsWith('zh')
  return (
    <Table
      size="small"
      rowKey={(problem) => `${problem.code} ${problem.place} ${problem.message}`}
      dataSource={problems}
      pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
      columns={[
        {
          title: t('playbooks:problem.severity'),
          dataIndex: 'severity',
          width: 90,
          render: (severity: Schemas['PlaybookProblem']['severity']) => (
            <Tag color={severity === 'error' ? 'error' : 'warning'}>{t(`playbooks:severity.${severity}`)}</Tag>
          ),
        },
        {
          title: t('playbooks:problem'),
          key: 'message',
          render: (_, problem) => <UntrustedText text={zh ? problem.message_zh : problem.message} limit={500} />,
        },
        {
          title: t('playbooks:problem.place'),
          dataIndex: 'place',
          render: (place: string) => <UntrustedText text={place} limit={300} />,
        },
      ]}
    />
  )
}
