import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Flex, Form, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { fromChinaInput, toChinaInput } from '@/shared/time/chinaInput'
import { DayInput } from '@/shared/time/DayInput'
import { useWords } from '@/shared/words'
import { rulesQuery, useChangeCase } from './api'

const FLAGS = [
  'suspected_crime',
  'personal_information',
  'network_data',
  'public_security_case',
  'product_defect',
] as const
const OPERATORS = [
  'network_operator',
  'cii_operator',
  'central_organ',
  'protection_department',
  'provincial_cac',
] as const
const TEXTS = ['impact', 'actions', 'causes', 'lessons'] as const

interface Fields {
  known_at: string
  handled_at: string
  operator: (typeof OPERATORS)[number]
  category?: string
  flags: (typeof FLAGS)[number][]
  impact: string
  actions: string
  causes: string
  lessons: string
  measures: Record<string, number | null>
}

/** What clocks and drafts go by. */
export const CaseForm = ({ one, etag }: { one: Schemas['ClockCaseDetail']; etag: string }) => {
  const { t } = useTranslation()
  const words = useWords()
  const { data: rules } = useQuery(rulesQuery())
  const change = useChangeCase(one.incident, etag)
  const save = (fields: Fields) =>
    change.mutate({
      known_at: fromChinaInput(fields.known_at, one.known_at),
      handled_at: fromChinaInput(fields.handled_at, one.handled_at),
      operator: fields.operator,
      category: fields.category ?? '',
      flags: fields.flags,
      impact: fields.impact,
      actions: fields.actions,
      causes: fields.causes,
      lessons: fields.lessons,
      measures: Object.fromEntries(
        Object.entries(fields.measures).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
      ),
    })
  return (
    <Form<Fields>
      name="case"
      layout="vertical"
      requiredMark={false}
      onFinish={save}
      initialValues={{
        known_at: toChinaInput(one.known_at),
        handled_at: toChinaInput(one.handled_at),
        operator: one.operator,
        category: one.category || undefined,
        flags: one.flags,
        impact: one.impact,
        actions: one.actions,
        causes: one.causes,
        lessons: one.lessons,
        measures: one.measures,
      }}
    >
      <Flex gap="middle" wrap>
        <Form.Item name="known_at" label={t('clocks:known_at')}>
          <DayInput precision="minute" />
        </Form.Item>
        <Form.Item name="handled_at" label={t('clocks:handled_at')}>
          <DayInput precision="minute" />
        </Form.Item>
        <Form.Item name="operator" label={t('clocks:operator')}>
          <Select
            style={{ width: 240 }}
            options={OPERATORS.map((value) => ({ value, label: t(`clocks:operator.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="category" label={t('clocks:category')}>
          <Select
            style={{ width: 280 }}
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            options={(rules?.categories ?? []).map((each) => ({
              value: each.code,
              label: `${each.code} ${words.zh ? each.zh : each.en}`,
            }))}
          />
        </Form.Item>
      </Flex>
      <Form.Item name="flags" label={t('clocks:flags')}>
        <Checkbox.Group options={FLAGS.map((value) => ({ value, label: t(`clocks:flag.${value}`) }))} />
      </Form.Item>
      {TEXTS.map((name) => (
        <Form.Item key={name} name={name} label={t(`clocks:${name}`)}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={10_000} />
        </Form.Item>
      ))}
      <Flex gap="middle" wrap>
        {(rules?.measures ?? []).map((measure) => (
          <Form.Item
            key={measure.name}
            name={['measures', measure.name]}
            label={`${words.zh ? measure.zh : measure.en}${measure.verify ? ` (${t('clocks:verify')})` : ''}`}
            style={{ width: 300 }}
          >
            <InputNumber min={0} max={1e12} suffix={measure.unit} style={{ width: '100%' }} />
          </Form.Item>
        ))}
      </Flex>
      <Button type="primary" htmlType="submit" loading={change.isPending}>
        {t('clocks:save')}
      </Button>
    </Form>
  )
}
