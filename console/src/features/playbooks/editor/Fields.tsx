import { Button, Flex } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { type Json, put } from './document'
import styles from './editor.module.css'
import { type FieldForm, FieldInput, type Surroundings } from './Inputs'
import { useLabel } from './names'

export type PlaybookProblem = Schemas['PlaybookProblem']

interface FieldsProps {
  fields: FieldForm[]
  part: Json
  /** Where the part stands in the document, for the problems of each field. */
  place: string
  problems: PlaybookProblem[]
  around: Surroundings
  /** at: names what is edited, so that strokes are one step to take back. */
  onChange: (part: Json, at: string) => void
  /** Fields with an input of their own. */
  special?: (field: FieldForm) => React.ReactNode | undefined
}

/** The properties of one part of a playbook, in the order of its model; what is seldom used on request. */
export const Fields = ({ fields, part, place, problems, around, onChange, special }: FieldsProps) => {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const label = useLabel()
  const wrong = (name: string) =>
    problems.filter(({ place: at }) => within(at, place === '' ? name : `${place}.${name}`))
  const shown = fields.filter((field) => all || !field.seldom || field.name in part || wrong(field.name).length > 0)
  return (
    <Flex vertical gap={10}>
      {shown.map((field) => (
        <div key={field.name}>
          <div className={styles['label']}>
            {label(field)}
            {field.required && <span aria-hidden="true"> *</span>}
          </div>
          {special?.(field) ?? (
            <FieldInput
              field={field}
              label={label(field)}
              value={part[field.name]}
              around={around}
              onChange={(value) => {
                const changed = put(part, field.name, value)
                onChange(
                  field.required && !(field.name in changed) ? { ...changed, [field.name]: value ?? '' } : changed,
                  `${place}.${field.name}`,
                )
              }}
            />
          )}
          <ProblemLines problems={wrong(field.name)} />
        </div>
      ))}
      {shown.length < fields.length && (
        <Button size="small" type="link" className={styles['more']} onClick={() => setAll(true)}>
          {t('editor:more', { count: fields.length - shown.length })}
        </Button>
      )}
    </Flex>
  )
}

const within = (place: string, part: string): boolean =>
  place === part || place.startsWith(`${part}.`) || place.startsWith(`${part}[`)

export const ProblemLines = ({ problems }: { problems: PlaybookProblem[] }) => {
  const { i18n } = useTranslation()
  const zh = i18n.language.startsWith('zh')
  return problems.map((problem) => (
    <div key={problem.code + problem.place + problem.message} className={styles[problem.severity]} role="note">
      <UntrustedText text={zh ? problem.message_zh : problem.message} limit={400} />
    </div>
  ))
}
