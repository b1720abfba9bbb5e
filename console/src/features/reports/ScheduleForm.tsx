import { Button, Card, Form, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { UnitSelect } from '@/shared/ui/UnitSelect'
import { useWords } from '@/shared/words'
import { useAddSchedule } from './api'
import { Subject } from './Subject'

const CADENCES = ['brief', 'daily', 'weekly', 'monthly', 'yearly'] as const
const DAYS = [1, 2, 3, 4, 5, 6, 7] as const
/** Kinds that are about one thing, which has to be named. */
const ONE = new Set<string>(['system', 'data_set'])
const TIMES = Array.from({ length: 48 }, (_, half) => {
  const value = `${String(half >> 1).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`
  return { value, label: value }
})
const FORMS = ['pdf', 'docx', 'xlsx', 'json'] as const

interface Fields {
  kind: string
  unit?: string
  subject?: string
  format: (typeof FORMS)[number]
  language: 'zh-CN' | 'en'
  cadence: (typeof CADENCES)[number]
  month: number
  day: number
  at: string
}

/** One report that is to make itself; times are those of Beijing. */
export const ScheduleForm = ({ kinds }: { kinds: readonly Schemas['ReportKindRead'][] }) => {
  const { t } = useTranslation()
  const words = useWords()
  const [form] = Form.useForm<Fields>()
  const add = useAddSchedule()
  const cadence = Form.useWatch('cadence', form)
  const wanted = Form.useWatch('kind', form)
  const kind = kinds.find((one) => one.id === wanted)
  const save = ({ at, unit, subject, month = 1, day = 1, ...rest }: Fields) => {
    const [hour = 8, minute = 0] = (at ?? '08:00').split(':').map(Number)
    const about = ONE.has(kind?.subject ?? '') ? (subject ?? '') : ''
    const body = { ...rest, unit: unit ?? '', subject: about, month, day, hour, minute }
    add.mutate(body, { onSuccess: () => form.resetFields() })
  }
  return (
    <Card size="small">
      <Form<Fields>
        name="schedule"
        form={form}
        layout="inline"
        size="small"
        requiredMark={false}
        style={{ rowGap: 8 }}
        initialValues={{
          kind: kinds[0]?.id,
          format: 'pdf',
          language: words.zh ? 'zh-CN' : 'en',
          cadence: 'monthly',
          month: 1,
          day: 1,
          at: '08:00',
        }}
        onFinish={save}
      >
        <Form.Item name="kind" label={t('reports:kind')}>
          <Select
            style={{ width: 270 }}
            options={kinds.map((one) => ({ value: one.id, label: words.zh ? one.zh : one.en }))}
          />
        </Form.Item>
        {kind && ONE.has(kind.subject) && (
          <Form.Item
            key={kind.subject}
            name="subject"
            label={t(`reports:subject.${kind.subject}`)}
            rules={[{ required: true, message: t('reports:needed') }]}
          >
            <Subject kind={kind} />
          </Form.Item>
        )}
        <Form.Item name="unit" label={t('reports:unit')}>
          <UnitSelect />
        </Form.Item>
        <Form.Item name="cadence" label={t('reports:cadence')}>
          <Select
            style={{ width: 150 }}
            options={CADENCES.map((value) => ({ value, label: t(`reports:cadence.${value}`) }))}
          />
        </Form.Item>
        {cadence === 'yearly' && (
          <Form.Item name="month" label={t('reports:month')}>
            <InputNumber min={1} max={12} style={{ width: 70 }} />
          </Form.Item>
        )}
        {cadence === 'weekly' && (
          <Form.Item name="day" label={t('reports:day')}>
            <Select
              style={{ width: 110 }}
              options={DAYS.map((value) => ({ value, label: t(`reports:weekday.${value}`) }))}
            />
          </Form.Item>
        )}
        {(cadence === 'monthly' || cadence === 'yearly') && (
          <Form.Item name="day" label={t('reports:day')}>
            <InputNumber min={1} max={28} style={{ width: 70 }} />
          </Form.Item>
        )}
        {cadence !== 'brief' && (
          <Form.Item name="at" label={t('reports:at')}>
            <Select style={{ width: 90 }} showSearch options={TIMES} />
          </Form.Item>
        )}
        <Form.Item name="format" label={t('reports:format')}>
          <Select style={{ width: 90 }} options={FORMS.map((value) => ({ value, label: value.toUpperCase() }))} />
        </Form.Item>
        <Form.Item name="language" label={t('reports:language')}>
          <Select
            style={{ width: 100 }}
            options={[
              { value: 'zh-CN', label: '中文' },
              { value: 'en', label: 'English' },
            ]}
          />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={add.isPending}>
          {t('reports:schedule.add')}
        </Button>
      </Form>
    </Card>
  )
}
