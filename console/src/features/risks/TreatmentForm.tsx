import { Button, Flex, Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { DayInput } from '@/shared/time/DayInput'
import { useTreat } from './api'
import { Grade } from './Grade'
import { WAYS } from './search'

interface Props {
  risk: Schemas['RiskBrief']
  method: Schemas['RiskMethodRead']
  onDone: () => void
}

type Values = Required<Schemas['TreatmentSet']>
const GRADES = [1, 2, 3, 4, 5]

/** Who does what by when, and what is expected to remain; an acceptance has an end and waits for somebody else. */
export const TreatmentForm = ({ risk, method, onDone }: Props) => {
  const { t } = useTranslation()
  const treat = useTreat(risk.id)
  const [form] = Form.useForm<Values>()
  const way = Form.useWatch('way', form)
  const likelihood = Form.useWatch('likelihood', form)
  const loss = Form.useWatch('loss', form)
  const held = risk.treatment
  const residual = likelihood && loss ? method.level[likelihood - 1]?.[loss - 1] : undefined
  const grades = GRADES.map((value) => ({ value, label: `${value} ${t(`risks:grade.${value}`)}` }))
  const initial = {
    owner: held?.owner ?? '',
    way: held?.way ?? 'reduce',
    measures: held?.measures ?? '',
    due: held?.due ?? '',
    until: held?.until ?? '',
    done: held?.done ?? '',
    likelihood: held?.likelihood ?? risk.likelihood,
    loss: held?.loss ?? risk.loss,
  }
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      size="small"
      requiredMark={false}
      initialValues={initial}
      onFinish={(values) => treat.mutate({ ...initial, ...values }, { onSuccess: onDone })}
    >
      <Form.Item name="way" label={t('risks:way')}>
        <Select options={WAYS.map((value) => ({ value, label: t(`risks:way.${value}`) }))} />
      </Form.Item>
      <Form.Item name="owner" label={t('risks:owner')} rules={[{ required: true, message: t('risks:needed') }]}>
        <Input maxLength={300} />
      </Form.Item>
      <Form.Item
        name="measures"
        label={t(way === 'accept' ? 'risks:why' : 'risks:measures')}
        rules={[{ required: true, message: t('risks:needed') }]}
      >
        <Input.TextArea rows={3} maxLength={2000} />
      </Form.Item>
      {way === 'accept' ? (
        <Form.Item
          name="until"
          label={t('risks:until')}
          extra={t('risks:longest', { days: method.longest_acceptance_days })}
          rules={[{ required: true, message: t('risks:needed') }]}
        >
          <DayInput />
        </Form.Item>
      ) : (
        <Flex gap="small" wrap>
          <Form.Item name="due" label={t('risks:due')} rules={[{ required: true, message: t('risks:needed') }]}>
            <DayInput />
          </Form.Item>
          <Form.Item name="likelihood" label={t('risks:likelihood_after')}>
            <Select options={grades} style={{ width: 120 }} />
          </Form.Item>
          <Form.Item name="loss" label={t('risks:loss_after')}>
            <Select options={grades} style={{ width: 120 }} />
          </Form.Item>
          {residual && (
            <Form.Item label={t('risks:residual')}>
              <Grade grade={residual} />
            </Form.Item>
          )}
          <Form.Item name="done" label={t('risks:done')}>
            <DayInput />
          </Form.Item>
        </Flex>
      )}
      <Flex gap="small">
        <Button type="primary" htmlType="submit" loading={treat.isPending}>
          {t('risks:save')}
        </Button>
        <Button onClick={onDone}>{t('risks:cancel')}</Button>
      </Flex>
    </Form>
  )
}
