import { MergeCellsOutlined, SplitCellsOutlined } from '@ant-design/icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Form, Input, Modal, Select, Table } from 'antd'
import { type Key, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { LevelTag } from '@/shared/ui/LevelTag'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { visible } from '@/shared/visible'
import { useWords } from '@/shared/words'
import { type IncidentVersion, incidentsQuery, useMergeIncident, useSplitIncident } from './api'

const LONGEST_NOTE = 4_000

/** Joining another incident to this one, and taking alerts out of it. Both are decisions, kept in the history. */
export const RegroupButtons = ({ version }: { version: IncidentVersion }) => {
  const { t } = useTranslation()
  const may = useMay('incidents:decide')
  const [open, setOpen] = useState<'merge' | 'split' | undefined>()
  const { incident } = version
  if (!may || incident.status === 'merged' || incident.partial) return null
  const close = () => setOpen(undefined)
  return (
    <>
      <Button icon={<MergeCellsOutlined />} onClick={() => setOpen('merge')}>
        {t('incidents:merge')}
      </Button>
      {incident.alert_count > 1 && (
        <Button icon={<SplitCellsOutlined />} onClick={() => setOpen('split')}>
          {t('incidents:split')}
        </Button>
      )}
      {open === 'merge' && <Merge version={version} close={close} />}
      {open === 'split' && <Split version={version} close={close} />}
    </>
  )
}

interface Props {
  version: IncidentVersion
  close: () => void
}

const Merge = ({ version, close }: Props) => {
  const { t } = useTranslation()
  const words = useWords()
  const { incident, etag } = version
  const others = useInfiniteQuery(incidentsQuery({ candidates: true }))
  const merge = useMergeIncident()
  const [form] = Form.useForm<Schemas['IncidentMerge']>()
  const listed = (others.data?.pages ?? []).flatMap((page) => page.items)
  const near = new Set(incident.related)
  const choices = listed
    .filter((one) => one.id !== incident.id && one.status !== 'merged')
    .sort((a, b) => Number(near.has(b.id)) - Number(near.has(a.id)))
  const send = async (body: Schemas['IncidentMerge']) => {
    await merge.mutateAsync({ id: incident.id, etag, body: { ...body, note: body.note ?? '' } })
    close()
  }
  return (
    <Modal
      open
      title={t('incidents:merge.title')}
      okText={t('incidents:decide.send')}
      confirmLoading={merge.isPending}
      onOk={() => form.submit()}
      onCancel={close}
    >
      <p>{t('incidents:merge.what')}</p>
      <Form form={form} layout="vertical" onFinish={(body) => void send(body).catch(() => undefined)}>
        <Form.Item name="other" label={t('incidents:merge.other')} rules={[{ required: true }]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            loading={others.isPending}
            options={choices.map((one) => ({
              value: one.id,
              label: visible(`${near.has(one.id) ? '★ ' : ''}${words.title(one)}`),
            }))}
          />
        </Form.Item>
        <Note />
      </Form>
    </Modal>
  )
}

const Split = ({ version, close }: Props) => {
  const { t } = useTranslation()
  const words = useWords()
  const navigate = useNavigate()
  const { incident, etag } = version
  const split = useSplitIncident()
  const [chosen, choose] = useState<Key[]>([])
  const [form] = Form.useForm<{ note: string }>()
  const all = chosen.length >= incident.alert_count
  const send = async ({ note }: { note: string }) => {
    const body = { alerts: chosen.map(String), note: note ?? '' }
    const own = await split.mutateAsync({ id: incident.id, etag, body })
    close()
    void navigate({ to: '/incidents/$incidentId', params: { incidentId: own.id } })
  }
  return (
    <Modal
      open
      width={860}
      title={t('incidents:split.title')}
      okText={t('incidents:split.send', { count: chosen.length })}
      okButtonProps={{ disabled: chosen.length === 0 || all }}
      confirmLoading={split.isPending}
      onOk={() => form.submit()}
      onCancel={close}
    >
      <p>{t('incidents:split.what')}</p>
      <Table<Schemas['MemberRead']>
        size="small"
        rowKey={(member) => member.alert.id}
        dataSource={incident.members}
        pagination={{ pageSize: 10, size: 'small', showSizeChanger: false }}
        rowSelection={{ selectedRowKeys: chosen, onChange: choose, preserveSelectedRowKeys: true }}
        columns={[
          { key: 'time', width: 150, render: (_, { alert }) => <Moment at={alert.time} /> },
          { key: 'level', width: 80, render: (_, { alert }) => <LevelTag level={alert.rule.level} /> },
          {
            key: 'rule',
            render: (_, { alert }) => <UntrustedText text={words.title(alert.rule)} />,
          },
        ]}
        showHeader={false}
      />
      <Form form={form} layout="vertical" onFinish={(values) => void send(values).catch(() => undefined)}>
        <Note />
      </Form>
    </Modal>
  )
}

const Note = () => {
  const { t } = useTranslation()
  return (
    <Form.Item name="note" label={t('incidents:decide.note')} extra={t('incidents:decide.note.use')}>
      <Input.TextArea rows={3} maxLength={LONGEST_NOTE} showCount />
    </Form.Item>
  )
}
