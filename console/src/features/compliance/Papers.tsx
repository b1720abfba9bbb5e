import { useQuery } from '@tanstack/react-query'
import { Button, Flex, Form, Input, Select, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { DayInput } from '@/shared/time/DayInput'
import { Moment } from '@/shared/time/Moment'
import { Digest, digestOf } from '@/shared/ui/FileDigest'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { gatesQuery, useAddPaper } from './api'
import { ItemsSelect } from './ItemsSelect'

/** The registered papers of a system: their days, their digests, what they are for. */
export const Papers = ({ data }: { data: Schemas['SystemPosture'] }) => {
  const { t } = useTranslation()
  const mayChange = useMay('compliance:change')
  return (
    <Flex vertical gap="middle">
      {mayChange && <PaperForm data={data} />}
      <Table<Schemas['DocumentRead']>
        size="small"
        rowKey="id"
        dataSource={data.documents}
        pagination={{ pageSize: 30, hideOnSinglePage: true, showSizeChanger: false }}
        locale={{ emptyText: t('compliance:papers.none') }}
        scroll={{ x: 900 }}
        columns={[
          { title: t('compliance:column.day'), width: 110, dataIndex: 'dated' },
          {
            title: t('compliance:document_kind'),
            width: 90,
            render: (_, one) => t(`compliance:document_kind.${one.kind}`),
          },
          {
            title: t('compliance:column.paper'),
            render: (_, one) => (
              <UntrustedText text={[one.title, one.person].filter(Boolean).join(' · ')} limit={200} />
            ),
          },
          {
            title: t('compliance:column.for'),
            width: 220,
            render: (_, one) => (
              <UntrustedText text={[one.artefact, ...one.items].filter(Boolean).join(', ')} limit={200} />
            ),
          },
          {
            title: 'SM3',
            width: 200,
            render: (_, one) => <UntrustedText text={`${one.sm3.slice(0, 20)}…`} mono />,
          },
          { title: t('compliance:column.registered'), width: 170, render: (_, one) => <Moment at={one.added} /> },
        ]}
      />
    </Flex>
  )
}

interface Values {
  title: string
  dated: string
  sm3: string
  artefact?: string
  items?: string[]
  kind?: Schemas['DocumentKind']
  person?: string
}

const PaperForm = ({ data }: { data: Schemas['SystemPosture'] }) => {
  const system = data.brief.id
  const { t } = useTranslation()
  const words = useWords()
  const add = useAddPaper(system)
  const gates = useQuery(gatesQuery(system))
  const [form] = Form.useForm<Values>()
  const needed = [{ required: true, message: t('compliance:needed') }]
  return (
    <Form
      form={form}
      layout="inline"
      size="small"
      style={{ rowGap: 8 }}
      onFinish={({ title, dated, sm3: digest, artefact, items, kind, person }: Values) =>
        add.mutate(
          {
            title,
            dated,
            sm3: digestOf(digest),
            artefact: artefact ?? '',
            items: items ?? [],
            verdict: 'met',
            issuer: '',
            until: '',
            kind: kind ?? 'paper',
            person: person ?? '',
          },
          { onSuccess: () => form.resetFields() },
        )
      }
    >
      <Form.Item name="title" rules={needed}>
        <Input aria-label={t('compliance:column.paper')} placeholder={t('compliance:column.paper')} />
      </Form.Item>
      <Form.Item name="dated" rules={needed}>
        <DayInput aria-label={t('compliance:column.day')} placeholder={t('compliance:column.day')} />
      </Form.Item>
      <Digest onDigest={(sm3, file) => form.setFieldsValue({ sm3, title: form.getFieldValue('title') || file })} />
      <Form.Item name="kind" initialValue="paper">
        <Select
          aria-label={t('compliance:document_kind')}
          style={{ width: 110 }}
          options={(['paper', 'interview', 'inspection'] as const).map((value) => ({
            value,
            label: t(`compliance:document_kind.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="person">
        <Input
          aria-label={t('compliance:person')}
          placeholder={t('compliance:person')}
          maxLength={300}
          style={{ width: 120 }}
        />
      </Form.Item>
      <Form.Item name="artefact">
        <Select
          aria-label={t('compliance:artefact')}
          placeholder={t('compliance:artefact')}
          allowClear
          style={{ width: 220 }}
          options={(gates.data?.gates ?? []).flatMap((gate) =>
            gate.artefacts.map((one) => ({ value: one.id, label: `${gate.id} ${words.zh ? one.zh : one.en}` })),
          )}
        />
      </Form.Item>
      <Form.Item name="items">
        <ItemsSelect items={data.items} />
      </Form.Item>
      <Button htmlType="submit" loading={add.isPending}>
        {t('compliance:add')}
      </Button>
    </Form>
  )
}
