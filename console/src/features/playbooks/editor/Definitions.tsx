import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Dropdown, Flex, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { addDefinition, type Json, object, type Section, setDefinition } from './document'
import styles from './editor.module.css'
import { Fields, type PlaybookProblem } from './Fields'
import type { Surroundings } from './Inputs'
import { useLabel } from './names'

interface DefinitionsProps {
  section: Section
  forms: Schemas['PlaybookForms']
  problems: PlaybookProblem[]
  around: Surroundings
  onChange: (document: Json, at: string) => void
}

/** Agents, targets, or the ways to sign in to them. */
export const Definitions = ({ section, forms, problems, around, onChange }: DefinitionsProps) => {
  const { t } = useTranslation()
  const label = useLabel()
  const { document, disabled } = around
  const known = section === 'authentication_info_definitions' ? forms.authentication : forms.agents
  const offered = section === 'target_definitions' ? known.filter((one) => one.type !== 'fengsui') : known
  const names = [...new Set(forms.verbs.flatMap((verb) => verb.actuators))].sort()
  return (
    <section aria-label={t(`editor:section.${section}`)}>
      <h3 className={styles['heading']}>{t(`editor:section.${section}`)}</h3>
      <Flex vertical gap={8}>
        {Object.entries(object(document[section])).map(([id, given]) => {
          const part = object(given)
          const kind = String(part['type'] ?? '')
          const form = known.find((one) => one.type === kind)
          const set = (changed: Json | undefined, at: string) =>
            onChange(setDefinition(document, section, id, changed), at)
          return (
            <div key={id} className={styles['card']}>
              <Flex justify="space-between" align="center">
                <strong>{form ? label(form) : kind}</strong>
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  disabled={disabled}
                  aria-label={t('editor:row.remove', { of: String(part['name'] || kind) })}
                  onClick={() => set(undefined, '')}
                />
              </Flex>
              <Fields
                fields={form?.fields ?? known[0]?.fields.slice(0, 2) ?? []}
                part={part}
                place={`${section}.${id}`}
                problems={problems}
                around={around}
                onChange={set}
                special={(field) =>
                  kind === 'fengsui' && field.name === 'name' && names.length > 0 ? (
                    <Select
                      aria-label={label(field)}
                      style={{ width: '100%' }}
                      disabled={disabled}
                      value={String(part['name'] ?? '') || undefined}
                      options={names.map((name) => ({ value: name, label: name }))}
                      onChange={(name) => set({ ...part, name }, '')}
                    />
                  ) : undefined
                }
              />
            </div>
          )
        })}
        <Dropdown
          disabled={disabled}
          trigger={['click']}
          menu={{
            items: offered.map((one) => ({ key: one.type, label: label(one) })),
            onClick: ({ key }) => onChange(addDefinition(document, section, key).document, ''),
          }}
        >
          <Button size="small" type="dashed" icon={<PlusOutlined />} block>
            {t(`editor:section.${section}.add`)}
          </Button>
        </Dropdown>
      </Flex>
    </section>
  )
}
