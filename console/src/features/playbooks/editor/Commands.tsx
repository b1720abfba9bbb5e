import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Flex, Select, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { type Json, object, put } from './document'
import styles from './editor.module.css'
import { Fields, type PlaybookProblem } from './Fields'
import type { Surroundings } from './Inputs'
import { useLabel } from './names'

interface CommandsProps {
  forms: Schemas['PlaybookForms']
  commands: Json[]
  place: string
  problems: PlaybookProblem[]
  around: Surroundings
  onChange: (commands: Json[], at: string) => void
}

const OURS = 'fengsui-cmd'

/** The commands of an action, one after the other. */
export const Commands = ({ forms, commands, place, problems, around, onChange }: CommandsProps) => {
  const { t } = useTranslation()
  const label = useLabel()
  const set = (at: number, command: Json, what: string) =>
    onChange(
      commands.map((one, number) => (number === at ? command : one)),
      what,
    )
  const ofType = (type: string): Json =>
    type === OURS
      ? { type, command: '', arguments: {} }
      : { type, command: type === 'http-api' ? 'GET / HTTP/1.1' : '' }
  return (
    <Flex vertical gap={8}>
      {commands.map((command, at) => {
        const form = forms.commands.find((one) => one.type === command['type'])
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a command has no name but its place
          <div key={at} className={styles['card']}>
            <Flex gap={4} align="center">
              <Select
                aria-label={t('editor:command.type')}
                className={styles['grow']}
                disabled={around.disabled}
                value={String(command['type'] ?? '')}
                options={forms.commands.map((one) => ({ value: one.type, label: label(one) }))}
                onChange={(type) => set(at, ofType(type), '')}
              />
              {form && !form.runs_here && <Tag color="warning">{t('editor:command.by_hand')}</Tag>}
              <Button
                type="text"
                icon={<DeleteOutlined />}
                disabled={around.disabled || commands.length === 1}
                aria-label={t('editor:command.remove')}
                onClick={() =>
                  onChange(
                    commands.filter((_, number) => number !== at),
                    '',
                  )
                }
              />
            </Flex>
            <Fields
              fields={form?.fields ?? []}
              part={command}
              place={`${place}[${at}]`}
              problems={problems}
              around={around}
              onChange={(changed, what) => set(at, changed, what)}
              special={(field) =>
                command['type'] === OURS && field.name === 'command' ? (
                  <Verb
                    forms={forms}
                    command={command}
                    disabled={around.disabled}
                    label={label(field)}
                    onChange={(changed) => set(at, changed, '')}
                  />
                ) : undefined
              }
            />
          </div>
        )
      })}
      <Button
        size="small"
        type="dashed"
        icon={<PlusOutlined />}
        disabled={around.disabled}
        onClick={() => onChange([...commands, ofType('manual')], '')}
      >
        {t('editor:command.add')}
      </Button>
    </Flex>
  )
}

interface VerbProps {
  forms: Schemas['PlaybookForms']
  command: Json
  label: string
  disabled: boolean
  onChange: (command: Json) => void
}

const Verb = ({ forms, command, label, disabled, onChange }: VerbProps) => {
  const { t } = useTranslation()
  const known = forms.verbs.find((one) => one.verb === command['command'])
  const choose = (verb: string) => {
    const found = forms.verbs.find((one) => one.verb === verb)
    const before = object(command['arguments'])
    const wanted = Object.fromEntries((found?.arguments ?? []).map((name) => [name, before[name] ?? '']))
    onChange(put({ ...command, command: verb }, 'arguments', wanted))
  }
  return (
    <>
      <Select
        aria-label={label}
        style={{ width: '100%' }}
        disabled={disabled}
        value={String(command['command'] ?? '') || undefined}
        options={forms.verbs.map(({ verb }) => ({ value: verb, label: verb }))}
        onChange={choose}
      />
      {known && (
        <div className={styles['soft']}>
          {known.actuators.length > 0
            ? t('editor:verb.actuators', { names: known.actuators.join(', ') })
            : t('editor:verb.nobody')}
        </div>
      )}
    </>
  )
}
