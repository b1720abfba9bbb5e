/** A document as what the canvas draws. */

import { graphOf } from '../graph'
import { type Json, object, SINGLE, stepOf, steps, texts, waysOf } from './document'

export type Layout = Record<string, { x: number; y: number }>

export const WIDTH = 200
export const HEIGHT = 56

export interface Drawn {
  id: string
  kind: string
  x: number
  y: number
  ways: readonly string[]
}

export interface Line {
  id: string
  from: string
  to: string
  /** The handle it begins at: a property. */
  handle: string
  /** As `disconnect` wants it: a property, or `cases.VALUE`. */
  way: string
}

/** Every step where it was put by hand, else where the automatic layout puts it. */
export const drawn = (document: Json, layout: Layout): Drawn[] => {
  const places = new Map(graphOf(document).nodes.map((node) => [node.id, { x: node.x, y: node.y * 1.15 }] as const))
  return steps(document).map(([id, step]) => {
    const { x, y } = layout[id] ?? places.get(id) ?? { x: 0, y: 0 }
    return { id, kind: String(step['type'] ?? ''), x, y, ways: waysOf(String(step['type'])) }
  })
}

export const lines = (document: Json): Line[] => {
  const workflow = object(document['workflow'])
  return steps(document).flatMap(([from, step]) => {
    const single = SINGLE.flatMap((way) => (typeof step[way] === 'string' ? [[way, way, step[way]] as const] : []))
    const next = texts(step['next_steps']).map((to) => ['next_steps', 'next_steps', to] as const)
    const cases = Object.entries(object(step['cases'])).flatMap(([value, to]) =>
      typeof to === 'string' ? [['cases', `cases.${value}`, to] as const] : [],
    )
    return [...single, ...next, ...cases]
      .filter(([, , to]) => to in workflow)
      .map(([handle, way, to]) => ({ id: `${from} ${way} ${to}`, from, to, handle, way }))
  })
}

/** Whether a line may be drawn at all: nothing leads to a start, nothing leads on from an end. */
export const joins = (document: Json, from: string, to: string): boolean =>
  from !== to && stepOf(document, to)['type'] !== 'start' && stepOf(document, from)['type'] !== 'end'
