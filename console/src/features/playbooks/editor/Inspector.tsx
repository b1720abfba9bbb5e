import { Button, Flex, Tabs, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Empty } from '@/shared/ui/states'
import { Commands } from './Commands'
import { Definitions } from './Definitions'
import { chineseName, extensionId, type Json, object, put, setStep, stepOf } from './document'
import styles from './editor.module.css'
import { Fields, type PlaybookProblem, ProblemLines } from './Fields'
import { FieldInput, type Surroundings } from './Inputs'
import { useLabel, useStepName } from './names'
import { Variables } from './Variables'

interface InspectorProps {
  forms: Schemas['PlaybookForms']
  document: Json
  selected: string | undefined
  problems: PlaybookProblem[]
  playbooks: Surroundings['playbooks']
  disabled: boolean
  onChange: (document: Json, at: string) => void
  onCopy: (id: string) => void
  onRemove: (id: string) => void
  tab: string
  onTab: (tab: string) => void
}

/** What is chosen, to be filled in: a step, the playbook, its variables, its agents and targets. */
export const Inspector = (props: InspectorProps) => {
  const { t } = useTranslation()
  const { forms, document, selected, problems, playbooks, disabled, onChange, tab, onTab } = props
  const step = selected === undefined ? {} : stepOf(document, selected)
  const around: Surroundings = { document, step, playbooks, disabled }
  const shared = { forms, problems, around, onChange }
  const items = [
    {
      key: 'step',
      label: t('editor:tab.step'),
      children:
        selected !== undefined && 'type' in step ? (
          <StepFields key={selected} {...props} id={selected} step={step} around={around} />
        ) : (
          <Empty title={t('editor:nothing_chosen')}>{t('editor:nothing_chosen.next')}</Empty>
        ),
    },
    {
      key: 'playbook',
      label: t('editor:tab.playbook'),
      children: (
        <>
          <Fields
            fields={forms.playbook}
            part={document}
            place=""
            problems={problems}
            around={around}
            onChange={onChange}
          />
        </>
      ),
    },
    {
      key: 'variables',
      label: t('editor:tab.variables'),
      children: (
        <Variables
          variables={object(document['playbook_variables'])}
          types={forms.variable_types}
          place="playbook_variables"
          problems={problems}
          disabled={disabled}
          onChange={(variables, at) => onChange(put(document, 'playbook_variables', variables), at)}
        />
      ),
    },
    {
      key: 'agents',
      label: t('editor:tab.agents'),
      children: (
        <Flex vertical gap={12}>
          <Definitions section="agent_definitions" {...shared} />
          <Definitions section="target_definitions" {...shared} />
          <Definitions section="authentication_info_definitions" {...shared} />
        </Flex>
      ),
    },
  ]
  return <Tabs size="small" className={styles['tabs'] ?? ''} activeKey={tab} onChange={onTab} items={items} />
}

interface StepFieldsProps extends InspectorProps {
  id: string
  step: Json
  around: Surroundings
}

const StepFields = ({
  id,
  step,
  around,
  forms,
  document,
  problems,
  disabled,
  onChange,
  onCopy,
  onRemove,
}: StepFieldsProps) => {
  const { t } = useTranslation()
  const label = useLabel()
  const stepName = useStepName()
  const form = forms.steps.find((one) => one.type === step['type'])
  const place = `workflow.${id}`
  const extension = extensionId(document)
  const set = (changed: Json, at: string) => onChange(setStep(document, id, changed), at)
  const setChinese = (value: unknown) => {
    if (extension === undefined) return
    const all = object(step['step_extensions'])
    const own = put(object(all[extension]), 'name_zh', value)
    set(put(step, 'step_extensions', put(all, extension, own)), `${place}.name_zh`)
  }
  return (
    <Flex vertical gap={10}>
      <Flex justify="space-between" align="center" gap={8}>
        <Flex gap={8} align="center">
          <Tag>{form ? label(form) : String(step['type'])}</Tag>
          <span className={styles['soft']}>{stepName(step)}</span>
        </Flex>
        <Flex gap={4}>
          <Button size="small" disabled={disabled || step['type'] === 'start'} onClick={() => onCopy(id)}>
            {t('editor:copy')}
          </Button>
          <Button size="small" danger disabled={disabled} onClick={() => onRemove(id)}>
            {t('editor:remove')}
          </Button>
        </Flex>
      </Flex>
      <ProblemLines problems={problems.filter((one) => one.place === place)} />
      {extension !== undefined && step['type'] !== 'start' && step['type'] !== 'end' && (
        <div>
          <div className={styles['label']}>{t('editor:name_zh')}</div>
          <FieldInput
            field={{
              name: 'name_zh',
              kind: 'text',
              required: false,
              label: '',
              label_zh: '',
              choices: [],
              seldom: false,
            }}
            label={t('editor:name_zh')}
            value={chineseName(step)}
            around={around}
            onChange={setChinese}
          />
        </div>
      )}
      <Fields
        fields={form?.fields ?? []}
        part={step}
        place={place}
        problems={problems}
        around={around}
        onChange={set}
        special={(field) => {
          if (field.kind === 'commands')
            return (
              <Commands
                forms={forms}
                commands={(Array.isArray(step['commands']) ? step['commands'] : []).map(object)}
                place={`${place}.commands`}
                problems={problems}
                around={around}
                onChange={(commands, at) => set({ ...step, commands }, at)}
              />
            )
          if (field.kind === 'variables')
            return (
              <Variables
                variables={object(step[field.name])}
                types={forms.variable_types}
                place={`${place}.${field.name}`}
                problems={problems}
                disabled={disabled}
                onChange={(variables, at) => set(put(step, field.name, variables), at)}
              />
            )
          return undefined
        }}
      />
    </Flex>
  )
}
