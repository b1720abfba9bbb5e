import { Button, Flex, Form, Input, Select, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { DayInput } from '@/shared/time/DayInput'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { visible } from '@/shared/visible'
import { usePutTask } from './api'
import { ItemsSelect } from './ItemsSelect'

type Task = Schemas['TaskRead']
const STATES = ['open', 'done', 'accepted', 'dropped'] as const

/** Who mends what by when, and what proves that it is done. */
export const Tasks = ({ data }: { data: Schemas['SystemPosture'] }) => {
  const { t } = useTranslation()
  const mayChange = useMay('compliance:change')
  const [followed, follow] = useState<string | undefined>()
  return (
    <Flex vertical gap="middle">
      {mayChange && <TaskForm data={data} />}
      <Table<Task>
        size="small"
        rowKey="id"
        dataSource={data.tasks}
        scroll={{ x: 900 }}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        locale={{ emptyText: t('compliance:tasks.none') }}
        expandable={{
          showExpandColumn: false,
          expandedRowKeys: followed === undefined ? [] : [followed],
          expandedRowRender: (one) => <FollowForm data={data} task={one} onDone={() => follow(undefined)} />,
        }}
        columns={[
          { title: t('compliance:column.task'), render: (_, one) => <UntrustedText text={one.title} limit={200} /> },
          {
            title: t('compliance:column.item'),
            width: 200,
            render: (_, one) => <UntrustedText text={one.items.join(', ') || '—'} limit={200} />,
          },
          {
            title: t('compliance:field.owner'),
            width: 140,
            render: (_, one) => <UntrustedText text={one.owner} limit={80} />,
          },
          { title: t('compliance:column.due'), width: 110, dataIndex: 'due' },
          { title: t('compliance:column.state'), width: 100, render: (_, one) => t(`compliance:task.${one.state}`) },
          {
            title: t('compliance:column.proof'),
            width: 200,
            render: (_, one) => (
              <UntrustedText text={data.documents.find(({ id }) => id === one.proof)?.title ?? '—'} limit={60} />
            ),
          },
          ...(mayChange
            ? [
                {
                  width: 80,
                  render: (_: unknown, one: Task) => (
                    <Button
                      size="small"
                      type="link"
                      aria-expanded={followed === one.id}
                      onClick={() => follow(followed === one.id ? undefined : one.id)}
                    >
                      {t('compliance:follow')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Flex>
  )
}

interface Fields {
  title: string
  owner: string
  due: string
  items?: string[]
}

const TaskForm = ({ data }: { data: Schemas['SystemPosture'] }) => {
  const { t } = useTranslation()
  const put = usePutTask(data.brief.id)
  const [form] = Form.useForm<Fields>()
  const needed = [{ required: true, message: t('compliance:needed') }]
  return (
    <Form<Fields>
      form={form}
      layout="inline"
      size="small"
      style={{ rowGap: 8 }}
      onFinish={({ items = [], ...rest }) =>
        put.mutate(
          { id: undefined, body: { ...rest, items, state: 'open', proof: '', note: '' } },
          { onSuccess: () => form.resetFields() },
        )
      }
    >
      <Form.Item name="title" rules={needed}>
        <Input
          aria-label={t('compliance:column.task')}
          placeholder={t('compliance:column.task')}
          maxLength={300}
          style={{ width: 240 }}
        />
      </Form.Item>
      <Form.Item name="items">
        <ItemsSelect items={data.items} />
      </Form.Item>
      <Form.Item name="owner" rules={needed}>
        <Input aria-label={t('compliance:field.owner')} placeholder={t('compliance:field.owner')} maxLength={300} />
      </Form.Item>
      <Form.Item name="due" rules={needed}>
        <DayInput aria-label={t('compliance:column.due')} placeholder={t('compliance:column.due')} />
      </Form.Item>
      <Button htmlType="submit" loading={put.isPending}>
        {t('compliance:add')}
      </Button>
    </Form>
  )
}

interface FollowProps {
  data: Schemas['SystemPosture']
  task: Task
  onDone: () => void
}

/** What became of a task. Done, it names the registered paper that proves it. */
const FollowForm = ({ data, task, onDone }: FollowProps) => {
  const { t } = useTranslation()
  const put = usePutTask(data.brief.id)
  const [form] = Form.useForm<Pick<Task, 'state' | 'due' | 'proof' | 'note'>>()
  const state = Form.useWatch('state', form)
  const { title, owner, items } = task
  return (
    <Form
      form={form}
      layout="inline"
      size="small"
      style={{ rowGap: 8 }}
      initialValues={{ state: task.state, due: task.due, proof: task.proof || undefined, note: task.note }}
      onFinish={({ proof = '', ...rest }) =>
        put.mutate({ id: task.id, body: { title, owner, items, proof, ...rest } }, { onSuccess: onDone })
      }
    >
      <Form.Item name="state" label={t('compliance:column.state')}>
        <Select
          style={{ width: 110 }}
          options={STATES.map((value) => ({ value, label: t(`compliance:task.${value}`) }))}
        />
      </Form.Item>
      <Form.Item
        name="due"
        label={t('compliance:column.due')}
        rules={[{ required: true, message: t('compliance:needed') }]}
      >
        <DayInput allowClear={false} />
      </Form.Item>
      <Form.Item
        name="proof"
        label={t('compliance:column.proof')}
        rules={[{ required: state === 'done', message: t('compliance:proof.needed') }]}
      >
        <Select
          allowClear
          style={{ width: 240 }}
          notFoundContent={t('compliance:proof.none')}
          options={data.documents.map((one) => ({ value: one.id, label: visible(one.title) }))}
        />
      </Form.Item>
      <Form.Item name="note">
        <Input
          aria-label={t('compliance:column.note')}
          placeholder={t('compliance:column.note')}
          maxLength={2_000}
          style={{ width: 220 }}
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={put.isPending}>
        {t('compliance:save')}
      </Button>
    </Form>
  )
}
