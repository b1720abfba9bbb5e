/** A CACAO workflow as nodes and edges in rows, from its start downwards. */

type Json = Record<string, unknown>

export interface StepNode {
  id: string
  kind: string
  name: string
  nameZh: string
  x: number
  y: number
}

export interface StepEdge {
  id: string
  from: string
  to: string
  /** `on_failure`, `on_true`, a case; empty for the usual way. */
  way: string
}

const COLUMN = 250
const ROW = 96
const USUAL = new Set(['on_completion', 'on_success'])

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
const object = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {})

const ways = (step: Json): [string, string][] => [
  ...['on_completion', 'on_success', 'on_true', 'on_false', 'on_failure'].flatMap((way): [string, string][] =>
    typeof step[way] === 'string' ? [[USUAL.has(way) ? '' : way, step[way]]] : [],
  ),
  ...texts(step['next_steps']).map((to): [string, string] => ['parallel', to]),
  ...Object.entries(object(step['cases'])).flatMap(([value, to]): [string, string][] =>
    typeof to === 'string' ? [[value, to]] : [],
  ),
]

const chinese = (step: Json): string => {
  const found = Object.values(object(step['step_extensions'])).map((one) => object(one)['name_zh'])
  return found.find((one): one is string => typeof one === 'string') ?? ''
}

export const graphOf = (document: Json): { nodes: StepNode[]; edges: StepEdge[] } => {
  const workflow = object(document['workflow'])
  const start = String(document['workflow_start'] ?? '')
  const row = new Map<string, number>()
  // Each step stands below everything that leads to it; a way back does not push its target down.
  const place = (id: string, depth: number, above: ReadonlySet<string>) => {
    if (!(id in workflow) || above.has(id) || (row.get(id) ?? -1) >= depth) return
    row.set(id, depth)
    const path = new Set(above).add(id)
    for (const [, to] of ways(object(workflow[id]))) place(to, depth + 1, path)
  }
  place(start, 0, new Set())
  if (typeof document['workflow_exception'] === 'string') place(document['workflow_exception'], 1, new Set())
  for (const id of Object.keys(workflow)) if (!row.has(id)) row.set(id, 0)
  const taken = new Map<number, number>()
  const nodes = [...row].map(([id, depth]) => {
    const column = taken.get(depth) ?? 0
    taken.set(depth, column + 1)
    const step = object(workflow[id])
    return {
      id,
      kind: String(step['type'] ?? ''),
      name: String(step['name'] ?? step['type'] ?? ''),
      nameZh: chinese(step),
      x: column * COLUMN,
      y: depth * ROW,
    }
  })
  const edges = Object.entries(workflow).flatMap(([from, step]) =>
    ways(object(step))
      .filter(([, to]) => to in workflow)
      .map(([way, to]) => ({ id: `${from} ${way} ${to}`, from, to, way })),
  )
  return { nodes, edges }
}

export interface Input {
  name: string
  kind: string
  description: string
  value: string
}

/** External variables: what a run is given. */
export const inputsOf = (document: Json): Input[] =>
  Object.entries(object(document['playbook_variables'])).flatMap(([name, about]) => {
    const variable = object(about)
    if (variable['external'] !== true) return []
    return [
      {
        name,
        kind: String(variable['type'] ?? 'string'),
        description: String(variable['description'] ?? ''),
        value: typeof variable['value'] === 'string' ? variable['value'] : '',
      },
    ]
  })
