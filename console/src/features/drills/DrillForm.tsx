import { useQuery } from '@tanstack/react-query'
import { Form, Input, Modal, Radio, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { fromChinaInput } from '@/shared/time/chinaInput'
import { DayInput } from '@/shared/time/DayInput'
import { visible } from '@/shared/visible'
import { useWords } from '@/shared/words'
import { plansQuery, scenariosQuery, systemsQuery, usePlanDrill } from './api'

interface DrillFormProps {
  /** The backup plan it is of, when that is known already. */
  backup: string | undefined
  onClose: () => void
  onPlanned: (id: string) => void
}

interface Given {
  title: string
  kind: Schemas['DrillKind']
  mode: Schemas['DrillMode']
  plan?: string
  playbook?: string
  system?: string
  inputs: string
  participants: string
  scheduled: string
}

/** `NAME=VALUE` lines as the playbook's inputs. */
const inputsOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split('\n')
      .map((line) => line.split('='))
      .filter(([name = '', ...rest]) => name.trim() !== '' && rest.length > 0)
      .map(([name = '', ...rest]) => [`__${name.trim().replace(/^_+|_+$/g, '')}__`, rest.join('=').trim()]),
  )

const peopleOf = (text: string): { person: string; role: string }[] =>
  text
    .split('\n')
    .map((line) => line.split(/[,，]/))
    .map(([person = '', role = '']) => ({ person: person.trim(), role: role.trim() }))
    .filter(({ person }) => person !== '')

export const DrillForm = ({ backup, onClose, onPlanned }: DrillFormProps) => {
  const { t } = useTranslation()
  const words = useWords()
  const [form] = Form.useForm<Given>()
  const kind = Form.useWatch('kind', form) ?? 'restore'
  const plans = useQuery(plansQuery())
  const scenarios = useQuery({ ...scenariosQuery(), enabled: kind === 'response' })
  const systems = useQuery({ ...systemsQuery(), enabled: kind === 'response' })
  const plan = usePlanDrill()
  const save = ({ inputs, participants, scheduled, ...given }: Given) =>
    plan.mutate(
      {
        ...given,
        plan: given.plan ?? '',
        playbook: given.playbook ?? '',
        system: given.system ?? '',
        unit: '',
        inputs: inputsOf(inputs),
        participants: peopleOf(participants),
        scheduled: fromChinaInput(scheduled),
      },
      { onSuccess: ({ id }) => onPlanned(id) },
    )
  return (
    <Modal
      title={t('drills:plan')}
      open
      width={600}
      onCancel={onClose}
      okText={t('drills:plan')}
      confirmLoading={plan.isPending}
      onOk={() => form.submit()}
    >
      <Form
        form={form}
        name="drill"
        layout="vertical"
        onFinish={save}
        initialValues={{
          title: '',
          kind: 'restore',
          mode: 'exercise',
          plan: backup,
          inputs: '',
          participants: '',
          scheduled: '',
        }}
      >
        <Form.Item name="title" label={t('drills:name')} rules={[{ required: true }]}>
          <Input maxLength={300} />
        </Form.Item>
        <Form.Item name="kind" label={t('drills:kind')}>
          <Radio.Group
            optionType="button"
            options={(['restore', 'response'] as const).map((value) => ({ value, label: t(`drills:kind.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="mode" label={t('drills:mode')} extra={t('drills:mode.help')}>
          <Radio.Group
            optionType="button"
            options={(['exercise', 'rehearsal'] as const).map((value) => ({ value, label: t(`drills:mode.${value}`) }))}
          />
        </Form.Item>
        {kind === 'restore' ? (
          <Form.Item name="plan" label={t('drills:backup')} rules={[{ required: true }]}>
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              loading={plans.isPending}
              options={(plans.data?.items ?? []).map((one) => ({
                value: one.id,
                label: visible(`${one.name} · ${one.system}`),
              }))}
            />
          </Form.Item>
        ) : (
          <>
            <Form.Item name="playbook" label={t('drills:scenario')} rules={[{ required: true }]}>
              <Select
                showSearch={{ optionFilterProp: 'label' }}
                loading={scenarios.isPending}
                options={(scenarios.data?.items ?? []).map((one) => ({
                  value: one.id,
                  label: visible(words.name(one)),
                }))}
              />
            </Form.Item>
            <Form.Item name="system" label={t('drills:system')}>
              <Select
                allowClear
                showSearch={{ optionFilterProp: 'label' }}
                loading={systems.isPending}
                options={(systems.data?.systems ?? []).map((one) => ({
                  value: one.id,
                  label: visible(words.name(one)),
                }))}
              />
            </Form.Item>
            <Form.Item name="inputs" label={t('drills:inputs')} extra={t('drills:inputs.help')}>
              <Input.TextArea rows={3} placeholder="source=10.99.0.7" />
            </Form.Item>
          </>
        )}
        <Form.Item name="scheduled" label={t('drills:scheduled')} extra={t('drills:scheduled.help')}>
          <DayInput precision="minute" />
        </Form.Item>
        <Form.Item name="participants" label={t('drills:participants')} extra={t('drills:participants.help')}>
          <Input.TextArea rows={3} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
