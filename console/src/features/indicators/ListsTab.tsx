import { useQuery } from '@tanstack/react-query'
import { Button, Flex, Form, Input, Select, Table, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { listsQuery, useAddOwn, useRemoveOwn } from './api'

const KINDS = ['network', 'domain', 'value'] as const

export const ListsTab = () => {
  const { t } = useTranslation()
  const found = useQuery(listsQuery())
  const may = useMay('indicators:override')
  const add = useAddOwn()
  const remove = useRemoveOwn()
  const [form] = Form.useForm<Schemas['OwnValueWrite']>()
  return (
    <Loaded query={found}>
      {(data) => (
        <Flex vertical gap="middle">
          <Typography.Title level={5}>{t('indicators:own')}</Typography.Title>
          <Typography.Text type="secondary">{t('indicators:own.means')}</Typography.Text>
          {may && (
            <Form
              form={form}
              name="own-value"
              layout="inline"
              initialValues={{ kind: 'network', note: '' }}
              onFinish={(body) => add.mutate(body, { onSuccess: () => form.resetFields() })}
            >
              <Form.Item name="kind" label={t('indicators:column.kind')}>
                <Select
                  style={{ width: 150 }}
                  options={KINDS.map((kind) => ({ value: kind, label: t(`indicators:own.${kind}`) }))}
                />
              </Form.Item>
              <Form.Item
                name="value"
                label={t('indicators:column.value')}
                rules={[{ required: true, message: t('indicators:needed') }]}
              >
                <Input maxLength={500} autoComplete="off" />
              </Form.Item>
              <Form.Item name="note" label={t('indicators:own.note')}>
                <Input maxLength={300} autoComplete="off" />
              </Form.Item>
              <Button htmlType="submit" loading={add.isPending}>
                {t('indicators:own.add')}
              </Button>
            </Form>
          )}
          <Table
            size="small"
            rowKey={(one) => `${one.kind} ${one.value}`}
            dataSource={data.own}
            pagination={false}
            locale={{ emptyText: <span className="fs-soft">{t('indicators:own.none')}</span> }}
            columns={[
              {
                title: t('indicators:column.kind'),
                key: 'kind',
                width: 150,
                render: (_, one) => t(`indicators:own.${one.kind}`, { defaultValue: one.kind }),
              },
              {
                title: t('indicators:column.value'),
                key: 'value',
                render: (_, one) => <UntrustedText text={one.value} limit={200} mono />,
              },
              {
                title: t('indicators:own.note'),
                key: 'note',
                render: (_, one) => <UntrustedText text={one.note} limit={200} />,
              },
              { title: t('indicators:column.actor'), dataIndex: 'added_by', key: 'by', width: 150 },
              {
                title: t('indicators:column.added'),
                key: 'added',
                width: 170,
                render: (_, one) => <Moment at={one.added} />,
              },
              ...(may
                ? [
                    {
                      title: '',
                      key: 'remove',
                      width: 80,
                      render: (_: unknown, one: Schemas['OwnValueRead']) => (
                        <Button
                          size="small"
                          onClick={() =>
                            remove.mutate({ kind: one.kind as Schemas['OwnValueRemove']['kind'], value: one.value })
                          }
                        >
                          {t('indicators:own.remove')}
                        </Button>
                      ),
                    },
                  ]
                : []),
            ]}
          />
          <Typography.Title level={5}>{t('indicators:shipped')}</Typography.Title>
          <Table
            size="small"
            rowKey="name"
            dataSource={data.lists}
            pagination={false}
            columns={[
              { title: t('indicators:column.name'), dataIndex: 'name', key: 'name', width: 200 },
              {
                title: t('indicators:list.about'),
                key: 'section',
                width: 160,
                render: (_, one) => t(`indicators:list.${one.section}`, { defaultValue: one.section }),
              },
              { title: t('indicators:list.title'), dataIndex: 'title', key: 'title' },
              { title: t('indicators:list.version'), dataIndex: 'version', key: 'version', width: 110, align: 'right' },
              { title: t('indicators:list.entries'), dataIndex: 'entries', key: 'entries', width: 110, align: 'right' },
            ]}
          />
        </Flex>
      )}
    </Loaded>
  )
}
