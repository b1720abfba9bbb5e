/** A source kind's JSON Schema as the form reads it. */

import type { Schemas } from '@/shared/api'

export interface Field {
  name: string
  title: string
  help: string
  shape: 'text' | 'number' | 'switch' | 'list'
  initial: string | number | boolean | string[] | undefined
  minimum: number | undefined
  maximum: number | undefined
}

export interface Input {
  /** The setting that says where the records come from. */
  name: string
  title: string
  /** Settings that belong to this input only. */
  others: string[]
}

type Json = Record<string, unknown>

const json = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {})
const words = (value: unknown): string => (typeof value === 'string' ? value : '')
const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []

const SHAPES: Record<string, Field['shape']> = {
  integer: 'number',
  number: 'number',
  boolean: 'switch',
  array: 'list',
}

const initialOf = (value: unknown): Field['initial'] =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : Array.isArray(value)
      ? texts(value)
      : undefined

/** In the reader's language; what has no Chinese text is shown in English. */
export const fieldsOf = (kind: Schemas['SourceKind'], zh: boolean): Field[] =>
  Object.entries(json(kind.settings['properties'])).map(([name, raw]) => {
    const described = json(raw)
    const chinese = zh ? json(described['x-zh']) : {}
    return {
      name,
      title: words(chinese['title']) || words(described['title']) || name,
      help: words(chinese['description']) || words(described['description']),
      shape: SHAPES[words(described['type'])] ?? 'text',
      initial: initialOf(described['default']),
      minimum: number(described['minimum']),
      maximum: number(described['maximum']),
    }
  })

export const inputsOf = (kind: Schemas['SourceKind'], zh: boolean): Input[] => {
  const choices = kind.settings['oneOf']
  return (Array.isArray(choices) ? choices : []).map((raw) => {
    const choice = json(raw)
    const chinese = zh ? json(choice['x-zh']) : {}
    return {
      name: texts(choice['required'])[0] ?? '',
      title: words(chinese['title']) || words(choice['title']),
      others: texts(choice['x-with']),
    }
  })
}

/** Those of the chosen input and those of every input, the former first. */
export const shownFields = (fields: Field[], inputs: Input[], chosen: string): Field[] => {
  const hidden = new Set(
    inputs.filter((input) => input.name !== chosen).flatMap((input) => [input.name, ...input.others]),
  )
  return fields.filter((field) => !hidden.has(field.name))
}

export type Values = Schemas['SourceWrite']['settings']

/** What the form holds, without what was left as it is. */
export const given = (fields: Field[], values: Record<string, unknown>): Values => {
  const out: Values = {}
  for (const field of fields) {
    const value = values[field.name]
    const empty = value === undefined || value === null || value === ''
    if (empty || JSON.stringify(value) === JSON.stringify(field.initial)) continue
    if (typeof value === 'string') out[field.name] = value.trim()
    else if (typeof value === 'number' || typeof value === 'boolean') out[field.name] = value
    else if (Array.isArray(value)) out[field.name] = texts(value)
  }
  return out
}
