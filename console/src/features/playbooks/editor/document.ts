/** Changes to a CACAO document, each giving a new document: nothing here alters what it is given. */

export type Json = Record<string, unknown>

export const object = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
export const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []

export const steps = (document: Json): [string, Json][] =>
  Object.entries(object(document['workflow'])).map(([id, step]) => [id, object(step)])
export const stepOf = (document: Json, id: string): Json => object(object(document['workflow'])[id])

/** A property set; an empty one is taken away, as CACAO leaves out what is not said. */
export const put = (part: Json, name: string, value: unknown): Json => {
  const { [name]: _, ...rest } = part
  const nothing =
    value === undefined ||
    value === null ||
    value === '' ||
    value === false ||
    (Array.isArray(value) && value.length === 0) ||
    (typeof value === 'object' && !Array.isArray(value) && Object.keys(object(value)).length === 0)
  if (nothing) return rest
  return name in part ? { ...part, [name]: value } : { ...rest, [name]: value }
}

const withSteps = (document: Json, workflow: Json): Json => ({ ...document, workflow })

export const setStep = (document: Json, id: string, step: Json): Json =>
  withSteps(document, { ...object(document['workflow']), [id]: step })

/** Ways of a step that name one other step, in the order they are drawn. */
export const SINGLE = ['on_completion', 'on_success', 'on_failure', 'on_true', 'on_false'] as const

const WAYS: Record<string, readonly string[]> = {
  start: ['on_completion'],
  end: [],
  action: ['on_completion', 'on_success', 'on_failure'],
  'playbook-action': ['on_completion', 'on_success', 'on_failure'],
  parallel: ['next_steps', 'on_completion', 'on_success', 'on_failure'],
  'if-condition': ['on_true', 'on_false', 'on_completion', 'on_success', 'on_failure'],
  'while-condition': ['on_true', 'on_completion', 'on_success', 'on_failure'],
  'switch-condition': ['cases', 'on_completion', 'on_success', 'on_failure'],
}

/** The properties by which a step of this type leads on. */
export const waysOf = (kind: string): readonly string[] => WAYS[kind] ?? ['on_completion']

/** The way a line drawn without choosing takes: the first that is free and does not contradict another one. */
export const freeWay = (step: Json): string => {
  const ways = waysOf(String(step['type']))
  const taken = (way: string) => step[way] !== undefined
  const contradicts = (way: string) =>
    way === 'on_completion'
      ? taken('on_success') || taken('on_failure')
      : (way === 'on_success' || way === 'on_failure') && taken('on_completion')
  return (
    ways.find((way) => way === 'next_steps' || way === 'cases' || !(taken(way) || contradicts(way))) ?? ways[0] ?? ''
  )
}

const freeCase = (cases: Json): string => {
  if (!('default' in cases)) return 'default'
  for (let number = 1; ; number += 1) if (!(String(number) in cases)) return String(number)
}

/** Leads `from` to `to` by a way; a case is named after its value, `cases.VALUE`. */
export const connect = (document: Json, from: string, way: string, to: string): Json => {
  const step = stepOf(document, from)
  if (way === '' || !('type' in step)) return document
  if (way === 'next_steps') {
    const next = texts(step['next_steps'])
    return next.includes(to) ? document : setStep(document, from, { ...step, next_steps: [...next, to] })
  }
  if (way === 'cases' || way.startsWith('cases.')) {
    const cases = object(step['cases'])
    const value = way === 'cases' ? freeCase(cases) : way.slice('cases.'.length)
    return setStep(document, from, { ...step, cases: { ...cases, [value]: to } })
  }
  const { on_completion, on_success, on_failure, ...rest } = step
  const others = way === 'on_completion' ? {} : { on_success, on_failure }
  const outcome = way === 'on_completion' || way === 'on_success' || way === 'on_failure'
  const kept = outcome ? others : { on_completion, on_success, on_failure }
  const said = Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined))
  return setStep(document, from, { ...rest, ...said, [way]: to })
}

const without = (step: Json, to: string): Json => {
  let left = step
  for (const way of SINGLE) if (left[way] === to) left = put(left, way, undefined)
  if ('next_steps' in left) left = { ...left, next_steps: texts(left['next_steps']).filter((one) => one !== to) }
  if ('cases' in left)
    left = { ...left, cases: Object.fromEntries(Object.entries(object(left['cases'])).filter(([, one]) => one !== to)) }
  return left
}

/** Takes one line away. way: as `connect` was given it. */
export const disconnect = (document: Json, from: string, way: string, to: string): Json => {
  const step = stepOf(document, from)
  if (way === 'next_steps')
    return setStep(document, from, { ...step, next_steps: texts(step['next_steps']).filter((one) => one !== to) })
  if (way.startsWith('cases.')) {
    const { [way.slice('cases.'.length)]: _, ...cases } = object(step['cases'])
    return setStep(document, from, { ...step, cases })
  }
  return setStep(document, from, put(step, way, undefined))
}

const fresh = (kind: string): string => `${kind}--${crypto.randomUUID()}`

/** An agent the playbook has, or a person as a new one: an action cannot be without. */
const anAgent = (document: Json): [Json, string] => {
  const known = Object.keys(object(document['agent_definitions']))[0]
  if (known !== undefined) return [document, known]
  const id = fresh('individual')
  return [{ ...document, agent_definitions: { [id]: { type: 'individual', name: 'person' } } }, id]
}

const begun = (kind: string, agent: string): Json => {
  const blank: Record<string, Json> = {
    action: { commands: [{ type: 'manual', command: '' }], agent },
    'playbook-action': { playbook_id: '' },
    parallel: { next_steps: [] },
    'if-condition': { condition: '', on_true: '' },
    'while-condition': { condition: '', on_true: '' },
    'switch-condition': { switch: '', cases: {} },
  }
  return { type: kind, ...blank[kind] }
}

/** A new step; after `after` it takes the place in the line that led on from there. Gives its id. */
export const addStep = (document: Json, kind: string, after?: string): { document: Json; id: string } => {
  const [ready, agent] = kind === 'action' ? anAgent(document) : [document, '']
  const id = fresh(kind)
  let step = begun(kind, agent)
  if (after === undefined || kind === 'start') return { document: setStep(ready, id, step), id }
  const before = stepOf(ready, after)
  const way = (['on_completion', 'on_success'] as const).find((one) => typeof before[one] === 'string')
  if (way !== undefined && kind !== 'end') step = { ...step, on_completion: before[way] }
  const placed = setStep(ready, id, step)
  return { document: connect(placed, after, way ?? freeWay(before), id), id }
}

/** Without the steps, and without whatever led to them; what stood before one goes on where it went. */
export const removeSteps = (document: Json, ids: readonly string[]): Json => {
  const gone = new Set(ids)
  const whole = object(document['workflow'])
  const workflow: Json = {}
  for (const [id, value] of Object.entries(whole)) {
    if (gone.has(id)) continue
    let step = object(value)
    for (const one of gone) {
      const onward = object(whole[one])['on_completion'] ?? object(whole[one])['on_success']
      const bridged = typeof onward === 'string' && !gone.has(onward) && onward !== id ? onward : undefined
      const way = (['on_completion', 'on_success'] as const).find((name) => step[name] === one)
      step = without(step, one)
      if (way !== undefined && bridged !== undefined) step = { ...step, [way]: bridged }
    }
    workflow[id] = step
  }
  return withSteps(document, workflow)
}

/** A copy of a step that leads where the step leads; a case is not copied twice. */
export const copyStep = (document: Json, id: string): { document: Json; id: string } => {
  const step = stepOf(document, id)
  const copy = fresh(String(step['type']))
  return { document: setStep(document, copy, structuredClone(step)), id: copy }
}

export type Section = 'agent_definitions' | 'target_definitions' | 'authentication_info_definitions'

export const addDefinition = (document: Json, section: Section, kind: string): { document: Json; id: string } => {
  const id = fresh(kind)
  const given = kind === 'http-api' ? { address: { url: [''] } } : {}
  const made = { type: kind, name: '', ...given }
  return { document: { ...document, [section]: { ...object(document[section]), [id]: made } }, id }
}

export const setDefinition = (document: Json, section: Section, id: string, value: Json | undefined): Json => {
  const { [id]: _, ...rest } = object(document[section])
  const all = value === undefined ? rest : { ...object(document[section]), [id]: value }
  return put(document, section, all)
}

const EXTENSION_NAME = 'fengsui'

/** The name of a step in Chinese, where the platform's own extension gives one. */
export const chineseName = (part: Json): string => {
  const found = Object.values(object(part['step_extensions'])).map((one) => object(one)['name_zh'])
  return found.find((one): one is string => typeof one === 'string') ?? ''
}

/** The id of the platform's extension in this document, if it is defined there. */
export const extensionId = (document: Json): string | undefined =>
  Object.entries(object(document['extension_definitions'])).find(
    ([, about]) => object(about)['name'] === EXTENSION_NAME,
  )?.[0]

/** The step a place in the document belongs to: `workflow.ID.commands[0]`. */
export const stepOfPlace = (place: string, document: Json): string | undefined => {
  if (!place.startsWith('workflow.')) return undefined
  const rest = place.slice('workflow.'.length)
  return Object.keys(object(document['workflow'])).find((id) => rest === id || rest.startsWith(`${id}.`))
}

const REFERENCE = /__[a-zA-Z_][a-zA-Z0-9_-]{0,199}?__/g

/** Names of the variables a playbook and one of its steps define. */
export const variableNames = (document: Json, step?: Json): string[] => [
  ...new Set([
    ...Object.keys(object(document['playbook_variables'])),
    ...Object.keys(object(step?.['step_variables'])),
  ]),
]

export const isVariableName = (name: string): boolean => name.replace(REFERENCE, '') === '' && name !== ''
