import { Button, Flex, Form, Input, InputNumber, Select, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { DayInput } from '@/shared/time/DayInput'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { usePutAssessment } from './api'

const KINDS = ['own', 'commissioned', 'inspection'] as const

interface Props {
  system: string
  held: Schemas['CiiAssessmentRead'][]
}

/** Tests and risk assessments, at least one a year; findings are followed up until they are mended. */
export const Assessments = ({ system, held }: Props) => {
  const { t } = useTranslation()
  const mayChange = useMay('cii:change')
  const [editing, setEditing] = useState<Schemas['CiiAssessmentRead'] | undefined>()
  return (
    <Flex vertical gap="middle">
      {mayChange && (
        <AssessmentForm key={editing?.id ?? 'new'} system={system} one={editing} onDone={() => setEditing(undefined)} />
      )}
      <Table<Schemas['CiiAssessmentRead']>
        size="small"
        rowKey="id"
        dataSource={held}
        pagination={false}
        scroll={{ x: 900 }}
        columns={[
          { title: t('cii:day'), width: 110, dataIndex: 'dated' },
          { title: t('cii:kind'), width: 110, render: (_, one) => t(`cii:kind.${one.kind}`) },
          { title: t('cii:assessor'), render: (_, one) => <UntrustedText text={one.assessor} limit={120} /> },
          { title: t('cii:findings'), width: 90, align: 'right', dataIndex: 'findings' },
          { title: t('cii:mended'), width: 90, align: 'right', dataIndex: 'mended' },
          { title: t('cii:mend_by'), width: 110, render: (_, one) => one.due || '—' },
          { title: t('cii:submitted'), width: 110, render: (_, one) => one.submitted || '—' },
          {
            title: '',
            width: 80,
            render: (_, one) =>
              mayChange && (
                <Button size="small" type="link" onClick={() => setEditing(one)}>
                  {t('cii:follow')}
                </Button>
              ),
          },
        ]}
      />
    </Flex>
  )
}

interface FormProps {
  system: string
  one: Schemas['CiiAssessmentRead'] | undefined
  onDone: () => void
}

const AssessmentForm = ({ system, one, onDone }: FormProps) => {
  const { t } = useTranslation()
  const put = usePutAssessment(system)
  const [form] = Form.useForm<Required<Schemas['CiiAssessmentAdd']>>()
  const empty = {
    kind: 'commissioned',
    dated: '',
    assessor: '',
    sm3: '',
    findings: 0,
    mended: 0,
    due: '',
    submitted: '',
  }
  const initial = one
    ? {
        kind: one.kind,
        dated: one.dated,
        assessor: one.assessor,
        sm3: one.sm3,
        findings: one.findings,
        mended: one.mended,
        due: one.due,
        submitted: one.submitted,
      }
    : (empty as Required<Schemas['CiiAssessmentAdd']>)
  const day = (name: 'dated' | 'due' | 'submitted', label: string) => (
    <Form.Item name={name} label={label} rules={name === 'dated' ? [{ required: true, message: t('cii:needed') }] : []}>
      <DayInput />
    </Form.Item>
  )
  return (
    <Form
      form={form}
      layout="vertical"
      size="small"
      requiredMark={false}
      initialValues={initial}
      onFinish={(values) =>
        put.mutate(
          { id: one?.id, body: { ...initial, ...values } },
          {
            onSuccess: () => {
              form.resetFields()
              onDone()
            },
          },
        )
      }
    >
      <Flex gap="small" wrap align="end">
        {day('dated', t('cii:day'))}
        <Form.Item name="kind" label={t('cii:kind')}>
          <Select style={{ width: 130 }} options={KINDS.map((value) => ({ value, label: t(`cii:kind.${value}`) }))} />
        </Form.Item>
        <Form.Item name="assessor" label={t('cii:assessor')} rules={[{ required: true, message: t('cii:needed') }]}>
          <Input maxLength={300} style={{ width: 180 }} />
        </Form.Item>
        <Form.Item name="findings" label={t('cii:findings')}>
          <InputNumber min={0} style={{ width: 80 }} />
        </Form.Item>
        <Form.Item name="mended" label={t('cii:mended')}>
          <InputNumber min={0} style={{ width: 80 }} />
        </Form.Item>
        {day('due', t('cii:mend_by'))}
        {day('submitted', t('cii:submitted'))}
        <Form.Item>
          <Button type="primary" htmlType="submit" loading={put.isPending}>
            {t(one ? 'cii:save' : 'cii:record')}
          </Button>
        </Form.Item>
        {one && (
          <Form.Item>
            <Button onClick={onDone}>{t('cii:cancel')}</Button>
          </Form.Item>
        )}
      </Flex>
    </Form>
  )
}
