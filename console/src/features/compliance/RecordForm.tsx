import { Alert, Button, Checkbox, Flex, Form, Input, InputNumber, Popconfirm, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { DayInput } from '@/shared/time/DayInput'
import { RowsField } from '@/shared/ui/RowsField'
import { useWords } from '@/shared/words'
import { useApplyLevel, usePutRecord } from './api'
import styles from './compliance.module.css'
import { type GradingValues, Worksheet, worksheetLevel } from './Worksheet'

type Body = Required<Schemas['RecordWrite']>
const ROLES = ['owner', 'coordinate', 'notify'] as const
const EXTENSIONS = ['general', 'cloud', 'mobile', 'iot', 'ics', 'bigdata'] as const
const STATUSES = ['unknown', 'not_identified', 'identified'] as const

/** The form shows a part of what is recorded; what it does not show stays. */
export const merged = (body: Body, values: Partial<Body>): Body => ({
  ...body,
  ...values,
  grading: { ...body.grading, ...values.grading },
  filing: { ...body.filing, ...values.filing },
  cii: { ...body.cii, ...values.cii },
  project: { ...body.project, ...values.project },
})

/** Everything the ledgers say of a system that people enter: grading, filing, critical infrastructure, project. */
export const RecordForm = ({ data }: { data: Schemas['SystemPosture'] }) => {
  const { t } = useTranslation()
  const words = useWords()
  const mayChange = useMay('compliance:change')
  const system = data.brief.id
  const put = usePutRecord(system)
  const [form] = Form.useForm<Body>()
  const body = data.record.body as unknown as Body
  const grading = (Form.useWatch('grading', form) ?? body.grading) as GradingValues
  const level = worksheetLevel(data.record.matrix, grading)
  const line = (name: string | string[], label: string, type = 'text') => (
    <Form.Item name={name} label={label}>
      {type === 'date' ? <DayInput /> : <Input maxLength={300} style={{ width: 240 }} />}
    </Form.Item>
  )
  const flag = (name: string, label: string) => (
    <Form.Item name={name} valuePropName="checked">
      <Checkbox>{label}</Checkbox>
    </Form.Item>
  )
  return (
    <Form<Body>
      form={form}
      layout="vertical"
      size="small"
      disabled={!mayChange}
      initialValues={body}
      onFinish={(values) => put.mutate(merged(body, values))}
    >
      <h2 className={styles['heading']}>{t('compliance:form.about')}</h2>
      <Flex gap="middle" wrap align="end">
        {line('owner', t('compliance:field.owner'))}
        {line('contact', t('compliance:form.contact'))}
        <Form.Item name="plan_task" label={t('compliance:field.task')}>
          <InputNumber min={0} max={999} />
        </Form.Item>
        <Form.Item name="role" label={t('compliance:form.role')}>
          <Select
            style={{ width: 150 }}
            options={ROLES.map((value) => ({ value, label: t(`compliance:role.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="extensions" label={t('compliance:form.extensions')}>
          <Select
            mode="multiple"
            style={{ width: 300 }}
            options={EXTENSIONS.map((value) => ({ value, label: t(`compliance:extension.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="exposure" label={t('compliance:field.exposure')}>
          <Select mode="tags" open={false} suffixIcon={null} style={{ width: 220 }} tokenSeparators={[',', '，']} />
        </Form.Item>
        {flag('central', t('compliance:form.central'))}
        {flag('high_continuity', t('compliance:form.continuity'))}
      </Flex>
      <h2 className={styles['heading']}>{t('compliance:form.grading')}</h2>
      <Worksheet matrix={data.record.matrix} disabled={!mayChange} />
      <Flex gap="middle" wrap align="center">
        <b>{t('compliance:form.leads_to', { level: level || '—' })}</b>
        {level > 0 && (level !== data.brief.level || data.brief.level_is_proposal) && (
          <ApplyLevel system={system} level={level} />
        )}
        <small className="fs-soft">{words.verify(data.record)}</small>
      </Flex>
      <Form.Item name={['grading', 'reason']} label={t('compliance:form.reason')}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} />
      </Form.Item>
      <Flex gap="middle" wrap>
        {line(['grading', 'reviewed'], t('compliance:form.reviewed'), 'date')}
        {line(['grading', 'approved'], t('compliance:form.approved'), 'date')}
      </Flex>
      <h2 className={styles['heading']}>{t('compliance:form.filing')}</h2>
      <Flex gap="middle" wrap>
        {line(['filing', 'certificate'], t('compliance:field.certificate'))}
        <Form.Item name={['filing', 'level']} label={t('compliance:form.filed_level')}>
          <InputNumber min={0} max={5} />
        </Form.Item>
        {line(['filing', 'filed'], t('compliance:field.filed'), 'date')}
        {line(['filing', 'refiled'], t('compliance:field.refiled'), 'date')}
        {line(['filing', 'survey'], t('compliance:field.survey'), 'date')}
        {line('assessed', t('compliance:field.assessed'), 'date')}
        {line('assessor', t('compliance:form.assessor'))}
      </Flex>
      <Expiry data={data} />
      <h2 className={styles['heading']}>{t('compliance:ledger.cii')}</h2>
      <Flex gap="middle" wrap>
        <Form.Item name={['cii', 'status']} label={t('compliance:field.cii')}>
          <Select
            style={{ width: 150 }}
            options={STATUSES.map((value) => ({ value, label: t(`compliance:cii.${value}`) }))}
          />
        </Form.Item>
        {line(['cii', 'document'], t('compliance:field.document'))}
        {line(['cii', 'identified'], t('compliance:form.identified'), 'date')}
      </Flex>
      <h2 className={styles['heading']}>{t('compliance:ledger.sync')}</h2>
      <Flex gap="middle" wrap>
        {line(['project', 'name'], t('compliance:field.project'))}
        {line(['project', 'started'], t('compliance:form.started'), 'date')}
        <Form.Item name={['project', 'budget']} label={t('compliance:form.budget')}>
          <InputNumber min={0} style={{ width: 150 }} />
        </Form.Item>
        <Form.Item name={['project', 'security_budget']} label={t('compliance:form.security_budget')}>
          <InputNumber min={0} style={{ width: 150 }} />
        </Form.Item>
      </Flex>
      <RowsField
        name={['project', 'bought']}
        label={t('compliance:form.bought')}
        most={100}
        columns={[
          { name: 'name', label: t('compliance:form.control'), width: 200, needed: true },
          { name: 'source', label: t('compliance:form.source'), width: 200 },
          { name: 'delivered', label: t('compliance:form.delivered'), type: 'day' },
        ]}
      />
      {mayChange && (
        <Button type="primary" htmlType="submit" loading={put.isPending}>
          {t('compliance:form.save')}
        </Button>
      )}
    </Form>
  )
}

/** What the dates entered lead to: how long the certificate holds, whether refiling and survey are late. */
const Expiry = ({ data }: { data: Schemas['SystemPosture'] }) => {
  const { t, i18n } = useTranslation()
  const shown = data.obligations.filter((one) => ['certificate', 'refiling', 'survey', 'filing'].includes(one.id))
  const late = shown.some((one) => one.state === 'overdue')
  if (shown.length === 0) return null
  return (
    <Alert
      type={late ? 'warning' : 'info'}
      style={{ marginBlockEnd: 12 }}
      title={shown
        .map(
          (one) =>
            `${i18n.language === 'zh-CN' ? one.zh : one.en}: ${t(`compliance:duty.${one.state}`)}${one.due ? ` (${one.due})` : ''}`,
        )
        .join(' · ')}
    />
  )
}

const ApplyLevel = ({ system, level }: { system: string; level: number }) => {
  const { t } = useTranslation()
  const mayRegister = useMay('registers:change')
  const apply = useApplyLevel(system)
  if (!mayRegister) return null
  return (
    <Popconfirm title={t('compliance:form.apply.sure', { level })} onConfirm={() => apply.mutate(level)}>
      <Button loading={apply.isPending}>{t('compliance:form.apply', { level })}</Button>
    </Popconfirm>
  )
}
