import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Alert, Button, Form, Input, Modal, Popconfirm, Table, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { Page } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { ApprovalCard } from './ApprovalCard'
import { executionQuery, playbookQuery, useCancel, useEndEffect } from './api'
import { StatusTag } from './StatusTag'
import { StepName } from './texts'
import { Workflow } from './Workflow'

type Run = Schemas['ExecutionDetail']

export const ExecutionPage = () => {
  const { executionId } = useParams({ from: '/in/executions/$executionId' })
  const query = useQuery(executionQuery(executionId))
  return <Loaded query={query}>{(run) => <RunView run={run} />}</Loaded>
}

const over = (run: Run) => ['succeeded', 'failed', 'cancelled'].includes(run.status)

const RunView = ({ run }: { run: Run }) => {
  const { i18n } = useTranslation()
  const zh = i18n.language.startsWith('zh')
  const mayRun = useMay('playbooks:run')
  const mayRead = useMay('playbooks:read')
  const playbook = useQuery({ ...playbookQuery(run.playbook), enabled: mayRead })
  const states = Object.fromEntries(run.steps.map((step) => [step.step, step.status]))
  const open = run.approvals.filter((approval) => approval.status === 'open')
  return (
    <Page
      title={<UntrustedText text={zh ? run.name_zh : run.name} />}
      extra={
        <>
          <StatusTag status={run.status} stuck={run.stuck} />
          {mayRun && !over(run) && <CancelButton run={run} />}
        </>
      }
    >
      {run.stuck && <Alert type="error" showIcon title={<UntrustedText text={run.stuck} />} />}
      {run.reason && <Alert type="warning" showIcon title={<UntrustedText text={run.reason} limit={2_000} />} />}
      {open.map((approval) => (
        <ApprovalCard key={approval.id} approval={approval} />
      ))}
      <Steps run={run} />
      <Effects run={run} mayEnd={mayRun} />
      {playbook.data && <Workflow document={playbook.data.document} states={states} />}
    </Page>
  )
}

const CancelButton = ({ run }: { run: Run }) => {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const [form] = Form.useForm<{ reason: string }>()
  const cancel = useCancel(run.id)
  return (
    <>
      <Button danger disabled={run.cancel} onClick={() => setOpen(true)}>
        {t('playbooks:cancel')}
      </Button>
      <Modal
        open={open}
        title={t('playbooks:cancel')}
        okText={t('playbooks:cancel')}
        confirmLoading={cancel.isPending}
        onOk={form.submit}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <Form
          form={form}
          layout="vertical"
          onFinish={({ reason }) => cancel.mutate(reason, { onSuccess: () => setOpen(false) })}
        >
          <Form.Item name="reason" label={t('playbooks:reason')} rules={[{ required: true, whitespace: true }]}>
            <Input.TextArea rows={3} maxLength={2_000} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  )
}

const STEP_STATES = ['running', 'waiting', 'succeeded', 'failed', 'timed_out', 'refused', 'cancelled'] as const
const isStepState = (state: string): state is (typeof STEP_STATES)[number] =>
  (STEP_STATES as readonly string[]).includes(state)

const Steps = ({ run }: { run: Run }) => {
  const { t } = useTranslation()
  return (
    <Table
      size="small"
      rowKey="path"
      dataSource={run.steps.filter((step) => !['start', 'end'].includes(step.kind))}
      pagination={false}
      scroll={{ x: 760 }}
      title={() => t('playbooks:steps')}
      columns={[
        { title: '#', dataIndex: 'path', width: 80 },
        {
          title: t('playbooks:step'),
          key: 'name',
          render: (_, step) => <StepName name={step.name} />,
        },
        {
          title: t('playbooks:status'),
          key: 'status',
          width: 110,
          render: (_, step) => isStepState(step.status) && <Tag>{t(`playbooks:step.${step.status}`)}</Tag>,
        },
        {
          title: t('playbooks:began'),
          dataIndex: 'began',
          width: 180,
          render: (at: string) => <Moment at={at} />,
        },
        {
          title: t('playbooks:said'),
          dataIndex: 'said',
          render: (said: string) => <UntrustedText text={said} limit={500} />,
        },
      ]}
    />
  )
}

const Effects = ({ run, mayEnd }: { run: Run; mayEnd: boolean }) => {
  const { t, i18n } = useTranslation()
  const zh = i18n.language.startsWith('zh')
  const end = useEndEffect()
  if (run.effects.length === 0) return null
  return (
    <Table
      size="small"
      rowKey="key"
      dataSource={run.effects}
      pagination={false}
      scroll={{ x: 760 }}
      title={() => t('playbooks:effects')}
      columns={[
        {
          title: t('playbooks:effect'),
          key: 'text',
          render: (_, effect) => <UntrustedText text={zh ? effect.text_zh : effect.text} limit={500} />,
        },
        {
          title: t('playbooks:status'),
          dataIndex: 'status',
          width: 110,
          render: (status: Schemas['EffectStatus']) => <Tag>{t(`playbooks:effect.${status}`)}</Tag>,
        },
        {
          title: t('playbooks:until'),
          key: 'until',
          width: 180,
          render: (_, effect) => effect.until && <Moment at={effect.until} />,
        },
        {
          key: 'end',
          width: 120,
          render: (_, effect) =>
            mayEnd &&
            effect.status === 'done' &&
            effect.until && (
              <Popconfirm title={t('playbooks:effect.end.sure')} onConfirm={() => end.mutate(effect.key)}>
                <Button size="small" loading={end.isPending}>
                  {t('playbooks:effect.end')}
                </Button>
              </Popconfirm>
            ),
        },
      ]}
    />
  )
}
