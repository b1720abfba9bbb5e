import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { AutoComplete, Button, Flex, Input, InputNumber, Select, Switch } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { type Json, object, steps, texts, variableNames } from './document'
import styles from './editor.module.css'
import { useStepName } from './names'

export type FieldForm = Schemas['PlaybookField']

export interface Surroundings {
  document: Json
  /** The step the field is in, for its own variables. */
  step: Json
  /** Playbooks that can be called. */
  playbooks: { id: string; name: string }[]
  disabled: boolean
}

interface InputProps {
  field: FieldForm
  label: string
  value: unknown
  around: Surroundings
  onChange: (value: unknown) => void
}

/** One property, with the input its kind takes. Kinds with parts of their own (commands, variables) stand elsewhere. */
export const FieldInput = ({ field, label, value, around, onChange }: InputProps) => {
  const stepName = useStepName()
  const { document, step, disabled } = around
  const common = { 'aria-label': label, disabled, style: { width: '100%' } }
  const choose = (options: { value: string; label: string }[], many: boolean, free = false) => (
    <Select
      {...common}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      {...(many ? { mode: free ? ('tags' as const) : ('multiple' as const) } : {})}
      value={many ? texts(value) : typeof value === 'string' && value !== '' ? value : undefined}
      options={options}
      onChange={(chosen: unknown) => onChange(chosen)}
    />
  )
  const ofSteps = steps(document)
    .filter(([, one]) => one !== step && one['type'] !== 'start')
    .map(([id, one]) => ({ value: id, label: stepName(one) }))
  const named = (section: string) =>
    Object.entries(object(document[section])).map(([id, one]) => {
      const about = object(one)
      return { value: id, label: `${String(about['name'] || id.slice(0, 24))} (${String(about['type'])})` }
    })
  switch (field.kind) {
    case 'step':
      return choose(ofSteps, false)
    case 'steps':
      return choose(ofSteps, true)
    case 'cases':
      return (
        <Rows value={object(value)} label={label} disabled={disabled} onChange={onChange}>
          {(one, set) => (
            <Select
              aria-label={label}
              disabled={disabled}
              value={String(one ?? '') || undefined}
              options={ofSteps}
              onChange={set}
              className={styles['grow']}
            />
          )}
        </Rows>
      )
    case 'map':
      return (
        <Rows value={object(value)} label={label} disabled={disabled} onChange={onChange}>
          {(one, set) => (
            <Input
              aria-label={label}
              disabled={disabled}
              value={String(one ?? '')}
              onChange={(event) => set(event.target.value)}
            />
          )}
        </Rows>
      )
    case 'lists':
      return (
        <Rows value={object(value)} label={label} names={field.choices} disabled={disabled} onChange={onChange}>
          {(one, set) => (
            <Select
              mode="tags"
              aria-label={label}
              disabled={disabled}
              open={false}
              suffixIcon={null}
              value={texts(one).filter(Boolean)}
              onChange={set}
              className={styles['grow']}
            />
          )}
        </Rows>
      )
    case 'agent':
      return choose(named('agent_definitions'), false)
    case 'targets':
      return choose([...named('target_definitions'), ...named('agent_definitions')], true)
    case 'authentication':
      return choose(named('authentication_info_definitions'), false)
    case 'names':
      return choose(
        variableNames(document, step).map((name) => ({ value: name, label: name })),
        true,
      )
    case 'playbook':
      return choose(
        around.playbooks.map((one) => ({ value: one.id, label: one.name })),
        false,
      )
    case 'texts':
      return choose(
        field.choices.map((one) => ({ value: one, label: one })),
        true,
        true,
      )
    case 'choice':
      return (
        <AutoComplete
          {...common}
          value={String(value ?? '')}
          options={field.choices.map((one) => ({ value: one }))}
          showSearch={{ filterOption: true }}
          onChange={onChange}
        />
      )
    case 'number':
    case 'milliseconds':
      return (
        <InputNumber
          {...common}
          min={0}
          precision={0}
          value={typeof value === 'number' ? value : null}
          onChange={(given) => onChange(given ?? undefined)}
        />
      )
    case 'flag':
      return <Switch size="small" aria-label={label} disabled={disabled} checked={value === true} onChange={onChange} />
    case 'json':
      return <JsonInput label={label} value={value} disabled={disabled} onChange={onChange} />
    case 'lines':
      return (
        <Input.TextArea
          {...common}
          autoSize={{ minRows: 1, maxRows: 12 }}
          value={String(value ?? '')}
          onChange={(event) => onChange(event.target.value)}
        />
      )
    default:
      return (
        <Input
          {...common}
          className={field.kind === 'condition' || field.kind === 'secret' ? styles['mono'] : undefined}
          autoComplete="off"
          spellCheck={field.kind === 'text'}
          placeholder={placeholders[field.kind]}
          value={String(value ?? '')}
          onChange={(event) => onChange(event.target.value)}
        />
      )
  }
}

const placeholders: Partial<Record<FieldForm['kind'], string>> = {
  condition: '[__name__:value = true]',
  secret: 'secret:NAME',
  time: '2026-11-23T00:00:00.000Z',
}

interface RowsProps {
  value: Json
  label: string
  disabled: boolean
  names?: string[]
  onChange: (value: Json) => void
  children: (value: unknown, set: (value: unknown) => void) => ReactNode
}

/** Values by name, in rows. */
const Rows = ({ value, label, disabled, names = [], onChange, children }: RowsProps) => {
  const { t } = useTranslation()
  const entries = Object.entries(value)
  const rename = (from: string, to: string) => {
    if (to !== from && to in value) return
    onChange(Object.fromEntries(entries.map(([name, one]) => [name === from ? to : name, one])))
  }
  return (
    <Flex vertical gap={4}>
      {entries.map(([name, one], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the name is what is edited
        <Flex key={at} gap={4}>
          <AutoComplete
            aria-label={t('editor:row.name', { of: label })}
            disabled={disabled}
            value={name}
            options={names.map((known) => ({ value: known }))}
            onChange={(to: string) => rename(name, to)}
            className={styles['rowname']}
          />
          {children(one, (given) => onChange({ ...value, [name]: given }))}
          <Button
            type="text"
            disabled={disabled}
            icon={<DeleteOutlined />}
            aria-label={t('editor:row.remove', { of: name || label })}
            onClick={() => onChange(Object.fromEntries(entries.filter(([other]) => other !== name)))}
          />
        </Flex>
      ))}
      <Button
        size="small"
        type="dashed"
        disabled={disabled || '' in value}
        icon={<PlusOutlined />}
        onClick={() => onChange({ ...value, '': '' })}
      >
        {t('editor:row.add')}
      </Button>
    </Flex>
  )
}

const JsonInput = ({
  label,
  value,
  disabled,
  onChange,
}: Omit<InputProps, 'field' | 'around'> & { disabled: boolean }) => {
  const { t } = useTranslation()
  const kept = value === undefined ? '' : JSON.stringify(value, null, 2)
  const [draft, setDraft] = useState<string | undefined>()
  const [wrong, setWrong] = useState(false)
  const settle = () => {
    if (draft === undefined) return
    try {
      onChange(draft.trim() === '' ? undefined : JSON.parse(draft))
      setDraft(undefined)
      setWrong(false)
    } catch {
      setWrong(true)
    }
  }
  return (
    <>
      <Input.TextArea
        aria-label={label}
        disabled={disabled}
        className={styles['mono']}
        status={wrong ? 'error' : ''}
        autoSize={{ minRows: 1, maxRows: 14 }}
        value={draft ?? kept}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={settle}
      />
      {wrong && (
        <div className={styles['wrong']} role="alert">
          {t('editor:no_json')}
        </div>
      )}
    </>
  )
}
