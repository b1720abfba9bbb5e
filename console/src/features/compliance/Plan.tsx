import { useQuery } from '@tanstack/react-query'
import { Button, Flex, Form, Input, Segmented, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { useAddTask, whatIfQuery } from './api'
import styles from './compliance.module.css'

interface Props {
  data: Schemas['SystemPosture']
  onOpen: (item: string) => void
}

/** What would move the conclusion, and who does what by when. */
export const Plan = ({ data, onOpen }: Props) => {
  const { t } = useTranslation()
  const [template, setTemplate] = useState<'template_2025' | 'template_2021'>('template_2025')
  const found = useQuery(whatIfQuery(data.brief.id, template))
  const words = useWords()
  const mayChange = useMay('compliance:change')
  return (
    <Flex vertical gap="middle">
      <Flex gap="small" align="center">
        <h2 className={styles['heading']}>{t('compliance:way')}</h2>
        <Segmented
          size="small"
          value={template}
          onChange={setTemplate}
          options={(['template_2025', 'template_2021'] as const).map((value) => ({
            value,
            label: t(`compliance:template.${value}`),
          }))}
        />
      </Flex>
      <Loaded query={found}>
        {(what) => (
          <>
            {what.way.length === 0 && <p className="fs-soft">{t('compliance:no_way')}</p>}
            <Table<Schemas['WayStep']>
              size="small"
              rowKey="item"
              dataSource={what.way}
              pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
              columns={[
                {
                  title: t('compliance:column.clause'),
                  width: 130,
                  render: (_, one) => (
                    <button type="button" className="fs-link" onClick={() => onOpen(one.item)}>
                      {one.item.slice(3)}
                    </button>
                  ),
                },
                { title: t('compliance:column.item'), render: (_, one) => (words.zh ? one.zh : one.en) },
                { title: t('compliance:column.gain'), width: 90, align: 'right', render: (_, one) => `+${one.gain}` },
                { title: t('compliance:column.after'), width: 90, align: 'right', dataIndex: 'value' },
              ]}
            />
          </>
        )}
      </Loaded>
      <h2 className={styles['heading']}>{t('compliance:tasks')}</h2>
      {mayChange && <TaskForm system={data.brief.id} />}
      <Table<Schemas['TaskRead']>
        size="small"
        rowKey="id"
        dataSource={data.tasks}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
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
        ]}
      />
    </Flex>
  )
}

const TaskForm = ({ system }: { system: string }) => {
  const { t } = useTranslation()
  const add = useAddTask(system)
  const [form] = Form.useForm<{ title: string; owner: string; due: string; items?: string }>()
  return (
    <Form
      form={form}
      layout="inline"
      size="small"
      onFinish={({ title, owner, due, items }) =>
        add.mutate(
          {
            title,
            owner,
            due,
            items: (items ?? '').split(/[\s,，]+/).filter(Boolean),
            state: 'open',
            proof: '',
            note: '',
          },
          { onSuccess: () => form.resetFields() },
        )
      }
    >
      <Form.Item name="title" rules={[{ required: true, message: '' }]}>
        <Input aria-label={t('compliance:column.task')} placeholder={t('compliance:column.task')} />
      </Form.Item>
      <Form.Item name="items">
        <Input aria-label={t('compliance:column.item')} placeholder="L3-8.1.4.2-b" />
      </Form.Item>
      <Form.Item name="owner" rules={[{ required: true, message: '' }]}>
        <Input aria-label={t('compliance:field.owner')} placeholder={t('compliance:field.owner')} />
      </Form.Item>
      <Form.Item name="due" rules={[{ required: true, message: '' }]}>
        <Input type="date" aria-label={t('compliance:column.due')} />
      </Form.Item>
      <Button htmlType="submit" loading={add.isPending}>
        {t('compliance:add')}
      </Button>
    </Form>
  )
}
