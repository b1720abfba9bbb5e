import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Checkbox, Flex, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { isVariableName, type Json, object, put } from './document'
import styles from './editor.module.css'
import { type PlaybookProblem, ProblemLines } from './Fields'

interface VariablesProps {
  variables: Json
  types: string[]
  place: string
  problems: PlaybookProblem[]
  disabled: boolean
  onChange: (variables: Json, at: string) => void
}

/** Variables with their types and values. */
export const Variables = ({ variables, types, place, problems, disabled, onChange }: VariablesProps) => {
  const { t } = useTranslation()
  const entries = Object.entries(variables)
  const free = () => {
    for (let number = 1; ; number += 1) if (!(`__value${number}__` in variables)) return `__value${number}__`
  }
  const rename = (from: string, given: string) => {
    const to = `__${given.replace(/[^a-zA-Z0-9_-]/g, '').replace(/^_+|_+$/g, '')}__`
    if (to === from || to in variables || !isVariableName(to)) return
    onChange(Object.fromEntries(entries.map(([name, one]) => [name === from ? to : name, one])), '')
  }
  return (
    <Flex vertical gap={8}>
      {entries.map(([name, given]) => {
        const variable = object(given)
        const set = (key: string, value: unknown) =>
          onChange({ ...variables, [name]: put(variable, key, value) }, `${place}.${name}.${key}`)
        return (
          <div key={name} className={styles['card']}>
            <Flex gap={4}>
              <Input
                key={name}
                aria-label={t('editor:variable.name')}
                className={styles['mono']}
                disabled={disabled}
                defaultValue={name.replace(/^__|__$/g, '')}
                onBlur={(event) => rename(name, event.target.value)}
                onPressEnter={(event) => rename(name, event.currentTarget.value)}
              />
              <Select
                aria-label={t('editor:variable.type')}
                className={styles['rowname']}
                disabled={disabled}
                value={String(variable['type'] ?? '')}
                options={types.map((one) => ({ value: one, label: one }))}
                onChange={(type) => set('type', type)}
              />
              <Button
                type="text"
                icon={<DeleteOutlined />}
                disabled={disabled}
                aria-label={t('editor:row.remove', { of: name })}
                onClick={() => onChange(Object.fromEntries(entries.filter(([other]) => other !== name)), '')}
              />
            </Flex>
            <Input
              aria-label={t('editor:variable.value', { name })}
              placeholder={t('editor:variable.unknown')}
              disabled={disabled}
              value={
                typeof variable['value'] === 'string' ? variable['value'] : JSON.stringify(variable['value'] ?? '')
              }
              onChange={(event) => set('value', event.target.value)}
            />
            <Input
              aria-label={t('editor:variable.description', { name })}
              placeholder={t('editor:variable.about')}
              disabled={disabled}
              value={String(variable['description'] ?? '')}
              onChange={(event) => set('description', event.target.value)}
            />
            <Flex gap={12}>
              {(['external', 'constant'] as const).map((flag) => (
                <Checkbox
                  key={flag}
                  disabled={disabled}
                  checked={variable[flag] === true}
                  onChange={(event) => set(flag, event.target.checked)}
                >
                  {t(`editor:variable.${flag}`)}
                </Checkbox>
              ))}
            </Flex>
            <ProblemLines problems={problems.filter((one) => one.place.startsWith(`${place}.${name}`))} />
          </div>
        )
      })}
      <Button
        size="small"
        type="dashed"
        icon={<PlusOutlined />}
        disabled={disabled}
        onClick={() => onChange({ ...variables, [free()]: { type: 'string' } }, '')}
      >
        {t('editor:variable.add')}
      </Button>
    </Flex>
  )
}
