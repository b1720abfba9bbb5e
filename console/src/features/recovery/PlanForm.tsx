import { Button, Flex, Form, Input, InputNumber, Modal, Popconfirm, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { visible } from '@/shared/visible'
import { useWords } from '@/shared/words'
import { type Board, type Plan, type PlanWrite, useAddPlan, useChangePlan, useRemovePlan } from './api'

interface PlanFormProps {
  plan: Plan | undefined
  board: Board
  onClose: () => void
}

interface Given extends Omit<PlanWrite, 'required'> {
  required: string
}

/** What of which repository protects which system, and what is expected of it. */
export const PlanForm = ({ plan, board, onClose }: PlanFormProps) => {
  const { t } = useTranslation()
  const words = useWords()
  const [form] = Form.useForm<Given>()
  const add = useAddPlan()
  const changed = useChangePlan()
  const remove = useRemovePlan()
  const save = (given: Given) => {
    const body: PlanWrite = {
      ...given,
      assets: plan?.assets ?? [],
      required: given.required
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
    }
    const after = { onSuccess: onClose }
    if (plan === undefined) add.mutate(body, after)
    else changed.mutate({ plan, body }, after)
  }
  const choice = (names: string[]) => names.map((value) => ({ value, label: visible(value) }))
  return (
    <Modal
      title={t(plan === undefined ? 'recovery:plan.add' : 'recovery:plan.change')}
      open
      onCancel={onClose}
      width={640}
      footer={
        <Flex justify="space-between">
          {plan === undefined ? (
            <span />
          ) : (
            <Popconfirm
              title={t('recovery:plan.remove.sure')}
              onConfirm={() => remove.mutate(plan.id, { onSuccess: onClose })}
            >
              <Button danger>{t('recovery:plan.remove')}</Button>
            </Popconfirm>
          )}
          <Button type="primary" loading={add.isPending || changed.isPending} onClick={() => form.submit()}>
            {t('recovery:plan.save')}
          </Button>
        </Flex>
      }
    >
      <Form
        form={form}
        name="backup-plan"
        layout="vertical"
        onFinish={save}
        initialValues={{
          name: plan?.name ?? '',
          system: plan?.system,
          repository: plan?.repository ?? board.repositories[0]?.name,
          host: plan?.host ?? '',
          path: plan?.path ?? '',
          tag: plan?.tag ?? '',
          rpo_minutes: plan?.rpo_minutes ?? 1440,
          rto_minutes: plan?.rto_minutes ?? 240,
          required: plan?.required.join('\n') ?? '',
          include: plan?.include ?? '',
          probe: plan?.probe ?? '',
        }}
      >
        <Form.Item name="name" label={t('recovery:plan.name')} rules={[{ required: true }]}>
          <Input maxLength={300} />
        </Form.Item>
        <Flex gap="middle">
          <Form.Item name="system" label={t('recovery:system')} rules={[{ required: true }]} style={{ flex: 1 }}>
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              options={board.systems.map((one) => ({ value: one.id, label: visible(words.name(one)) }))}
            />
          </Form.Item>
          <Form.Item
            name="repository"
            label={t('recovery:repository')}
            rules={[{ required: true }]}
            style={{ flex: 1 }}
          >
            <Select options={choice(board.repositories.map((one) => one.name))} />
          </Form.Item>
        </Flex>
        <Flex gap="middle">
          <Form.Item name="host" label={t('recovery:plan.host')} style={{ flex: 1 }}>
            <Input maxLength={300} />
          </Form.Item>
          <Form.Item name="path" label={t('recovery:plan.path')} style={{ flex: 1 }}>
            <Input maxLength={1000} />
          </Form.Item>
          <Form.Item name="tag" label={t('recovery:plan.tag')} style={{ flex: 1 }}>
            <Input maxLength={300} />
          </Form.Item>
        </Flex>
        <Flex gap="middle">
          <Form.Item name="rpo_minutes" label={t('recovery:plan.rpo')} rules={[{ required: true }]} style={{ flex: 1 }}>
            <InputNumber min={1} max={527_040} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="rto_minutes" label={t('recovery:plan.rto')} rules={[{ required: true }]} style={{ flex: 1 }}>
            <InputNumber min={1} max={527_040} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="probe" label={t('recovery:plan.probe')} style={{ flex: 1 }}>
            <Select options={[{ value: '', label: t('recovery:plan.no_probe') }, ...choice(board.probes)]} />
          </Form.Item>
        </Flex>
        <Form.Item name="required" label={t('recovery:plan.required')}>
          <Input.TextArea rows={3} />
        </Form.Item>
        <Form.Item name="include" label={t('recovery:plan.include')}>
          <Input maxLength={1000} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
