import { FileSearchOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Flex, Form, Input, Select, Table, Upload } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { gatesQuery, useAddPaper } from './api'
import { sm3 } from './sm3'

/** The registered papers of a system: their days, their digests, what they are for. */
export const Papers = ({ data }: { data: Schemas['SystemPosture'] }) => {
  const { t } = useTranslation()
  const mayChange = useMay('compliance:change')
  return (
    <Flex vertical gap="middle">
      {mayChange && <PaperForm system={data.brief.id} />}
      <Table<Schemas['DocumentRead']>
        size="small"
        rowKey="id"
        dataSource={data.documents}
        pagination={{ pageSize: 30, hideOnSinglePage: true, showSizeChanger: false }}
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
  items?: string
  kind?: Schemas['DocumentKind']
  person?: string
}

const PaperForm = ({ system }: { system: string }) => {
  const { t } = useTranslation()
  const words = useWords()
  const add = useAddPaper(system)
  const gates = useQuery(gatesQuery(system))
  const [form] = Form.useForm<Values>()
  return (
    <Form
      form={form}
      layout="inline"
      size="small"
      onFinish={({ title, dated, sm3: digest, artefact, items, kind, person }: Values) =>
        add.mutate(
          {
            title,
            dated,
            sm3: digest.trim().toLowerCase(),
            artefact: artefact ?? '',
            items: (items ?? '').split(/[\s,，]+/).filter(Boolean),
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
      <Form.Item name="title" rules={[{ required: true, message: '' }]}>
        <Input aria-label={t('compliance:column.paper')} placeholder={t('compliance:column.paper')} />
      </Form.Item>
      <Form.Item name="dated" rules={[{ required: true, message: '' }]}>
        <Input type="date" aria-label={t('compliance:column.day')} />
      </Form.Item>
      <Form.Item name="sm3" rules={[{ required: true, pattern: /^\s*[0-9a-fA-F]{64}\s*$/, message: '' }]}>
        <Input aria-label="SM3" placeholder={t('compliance:sm3')} style={{ width: 260 }} />
      </Form.Item>
      <Upload
        showUploadList={false}
        beforeUpload={async (file) => {
          form.setFieldsValue({
            sm3: sm3(new Uint8Array(await file.arrayBuffer())),
            title: form.getFieldValue('title') || file.name,
          })
          return false
        }}
      >
        <Button icon={<FileSearchOutlined />} title={t('compliance:digest.why')}>
          {t('compliance:digest')}
        </Button>
      </Upload>
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
        <Input aria-label={t('compliance:column.item')} placeholder="L3-8.1.6.1" />
      </Form.Item>
      <Button htmlType="submit" loading={add.isPending}>
        {t('compliance:add')}
      </Button>
    </Form>
  )
}
