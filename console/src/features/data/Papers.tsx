import { Button, Flex, Form, Input, InputNumber, Select, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { DayInput } from '@/shared/time/DayInput'
import { Moment } from '@/shared/time/Moment'
import { Digest, digestOf } from '@/shared/ui/FileDigest'
import { Panel } from '@/shared/ui/Panel'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { Verdict } from '@/shared/ui/Verdict'
import { useWords } from '@/shared/words'
import { useAddPaper, useAddProof } from './api'
import { CatalogueForm } from './CatalogueForm'
import styles from './data.module.css'

/** The catalogue entry, the papers that answer controls, and the certificates of destruction. */
export const Papers = ({ data }: { data: Schemas['DataSetDetail'] }) => {
  const { t } = useTranslation()
  const mayChange = useMay('data:change')
  return (
    <Flex vertical gap="middle">
      <Panel title={t('data:catalogue')}>
        {mayChange ? (
          <CatalogueForm dataSet={data.brief.id} catalogue={data.catalogue} />
        ) : (
          <dl className={styles['facts']}>
            <dt>{t('data:places')}</dt>
            <dd>
              <UntrustedText text={data.catalogue.places.map((one) => one.name).join(', ') || '—'} limit={2_000} />
            </dd>
            <dt>{t('data:fields')}</dt>
            <dd>
              <UntrustedText text={data.catalogue.fields.join(', ') || '—'} limit={2_000} />
            </dd>
            <dt>{t('data:keepers')}</dt>
            <dd>
              <UntrustedText text={data.catalogue.keepers.join(', ') || '—'} limit={2_000} />
            </dd>
          </dl>
        )}
      </Panel>
      <Panel title={t('data:papers')}>
        {mayChange && <PaperForm data={data} />}
        <Table<Schemas['DocumentRead']>
          size="small"
          rowKey="id"
          dataSource={data.documents}
          pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
          locale={{ emptyText: t('data:papers.none') }}
          columns={[
            { title: t('data:paper.dated'), width: 110, dataIndex: 'dated' },
            { title: t('data:paper.title'), render: (_, one) => <UntrustedText text={one.title} limit={200} /> },
            {
              title: t('data:controls'),
              render: (_, one) => <UntrustedText text={one.items.join(', ')} limit={300} />,
            },
            { title: t('data:result'), width: 110, render: (_, one) => <Verdict verdict={one.verdict} /> },
            { title: 'SM3', width: 200, render: (_, one) => <UntrustedText text={`${one.sm3.slice(0, 20)}…`} mono /> },
          ]}
        />
      </Panel>
      <Panel title={t('data:proofs')}>
        {mayChange && <ProofForm dataSet={data.brief.id} />}
        <Table<Schemas['DestructionRead']>
          size="small"
          rowKey="reference"
          dataSource={data.proofs}
          pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
          locale={{ emptyText: t('data:proofs.none') }}
          columns={[
            {
              title: t('data:proof.reference'),
              render: (_, one) => <UntrustedText text={one.reference} limit={128} />,
            },
            { title: t('data:when'), width: 170, render: (_, one) => <Moment at={one.time} /> },
            {
              title: t('data:proof.method'),
              render: (_, one) => <UntrustedText text={one.method || '—'} limit={200} />,
            },
            { title: t('data:proof.witness'), width: 140, render: (_, one) => <UntrustedText text={one.witness} /> },
            { title: t('data:proof.copies'), width: 100, align: 'right', dataIndex: 'copies' },
            { title: 'SM3', width: 200, render: (_, one) => <UntrustedText text={`${one.sm3.slice(0, 20)}…`} mono /> },
          ]}
        />
      </Panel>
    </Flex>
  )
}

interface PaperFields {
  title: string
  dated: string
  sm3: string
  controls: string[]
}

const PaperForm = ({ data }: { data: Schemas['DataSetDetail'] }) => {
  const { t } = useTranslation()
  const { zh } = useWords()
  const [form] = Form.useForm<PaperFields>()
  const add = useAddPaper(data.brief.id)
  const needed = [{ required: true, message: t('data:needed') }]
  return (
    <Form<PaperFields>
      name="data-paper"
      form={form}
      layout="inline"
      size="small"
      style={{ rowGap: 6, marginBlockEnd: 8 }}
      onFinish={(fields) =>
        add.mutate(
          { ...fields, sm3: digestOf(fields.sm3), verdict: 'met', issuer: '', until: '' },
          { onSuccess: () => form.resetFields() },
        )
      }
    >
      <Form.Item name="title" rules={needed}>
        <Input maxLength={300} aria-label={t('data:paper.title')} placeholder={t('data:paper.title')} />
      </Form.Item>
      <Form.Item name="dated" rules={needed}>
        <DayInput aria-label={t('data:paper.dated')} placeholder={t('data:paper.dated')} />
      </Form.Item>
      <Form.Item name="controls" rules={needed}>
        <Select
          mode="multiple"
          style={{ width: 320 }}
          aria-label={t('data:controls')}
          placeholder={t('data:controls')}
          optionFilterProp="label"
          options={data.phases.flatMap((phase) =>
            phase.controls.map((one) => ({ value: one.id, label: zh ? one.zh : one.en })),
          )}
        />
      </Form.Item>
      <Digest onDigest={(sm3, file) => form.setFieldsValue({ sm3, title: form.getFieldValue('title') || file })} />
      <Button htmlType="submit" loading={add.isPending}>
        {t('data:paper.add')}
      </Button>
    </Form>
  )
}

interface ProofFields {
  reference: string
  time: string
  sm3: string
  witness: string
  method?: string
  copies?: number
}

const ProofForm = ({ dataSet }: { dataSet: string }) => {
  const { t } = useTranslation()
  const [form] = Form.useForm<ProofFields>()
  const add = useAddProof(dataSet)
  const needed = [{ required: true, message: t('data:needed') }]
  return (
    <Form<ProofFields>
      name="data-proof"
      form={form}
      layout="inline"
      size="small"
      style={{ rowGap: 6, marginBlockEnd: 8 }}
      onFinish={({ time, sm3, method = '', copies = 0, ...rest }) =>
        add.mutate(
          { ...rest, sm3: digestOf(sm3), time: `${time}:00+08:00`, method, copies },
          { onSuccess: () => form.resetFields() },
        )
      }
    >
      <Form.Item name="reference" rules={needed}>
        <Input maxLength={128} aria-label={t('data:proof.reference')} placeholder={t('data:proof.reference')} />
      </Form.Item>
      <Form.Item name="time" rules={needed}>
        <DayInput precision="minute" aria-label={t('data:when')} placeholder={t('data:when')} />
      </Form.Item>
      <Form.Item name="witness" rules={needed}>
        <Input maxLength={100} aria-label={t('data:proof.witness')} placeholder={t('data:proof.witness')} />
      </Form.Item>
      <Form.Item name="method">
        <Input maxLength={300} aria-label={t('data:proof.method')} placeholder={t('data:proof.method')} />
      </Form.Item>
      <Form.Item name="copies">
        <InputNumber min={0} max={1_000_000} aria-label={t('data:proof.copies')} placeholder={t('data:proof.copies')} />
      </Form.Item>
      <Digest onDigest={(sm3) => form.setFieldsValue({ sm3 })} />
      <Button htmlType="submit" loading={add.isPending}>
        {t('data:proof.add')}
      </Button>
    </Form>
  )
}
