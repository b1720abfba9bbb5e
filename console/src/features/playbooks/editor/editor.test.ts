import { describe, expect, test } from 'vitest'
import { drawn, joins, lines } from './canvas'
import { differences } from './differences'
import {
  addDefinition,
  addStep,
  connect,
  copyStep,
  disconnect,
  freeWay,
  isVariableName,
  type Json,
  object,
  put,
  removeSteps,
  stepOf,
  stepOfPlace,
  variableNames,
} from './document'
import { begin, change, redo, undo } from './history'
import { yamlText } from './yamlText'

const blank: Json = {
  workflow_start: 'start--1',
  workflow: { 'start--1': { type: 'start', on_completion: 'end--1' }, 'end--1': { type: 'end' } },
}

describe('editing a document', () => {
  test('puts a new step into the line, and closes the line when it goes', () => {
    const { document, id } = addStep(blank, 'action', 'start--1')
    expect(stepOf(document, 'start--1')['on_completion']).toBe(id)
    expect(stepOf(document, id)['on_completion']).toBe('end--1')
    expect(Object.keys(object(document['agent_definitions']))).toHaveLength(1)
    expect(stepOf(removeSteps(document, [id]), 'start--1')['on_completion']).toBe('end--1')
    expect(blank['agent_definitions']).toBeUndefined()
  })

  test('of an outcome replaces completion, and the other way round', () => {
    const failed = connect(connect(blank, 'start--1', 'on_success', 'end--1'), 'start--1', 'on_failure', 'end--1')
    expect(Object.keys(stepOf(failed, 'start--1')).sort()).toEqual(['on_failure', 'on_success', 'type'])
    const done = connect(failed, 'start--1', 'on_completion', 'end--1')
    expect(Object.keys(stepOf(done, 'start--1')).sort()).toEqual(['on_completion', 'type'])
  })

  test('joins branches and cases one by one and parts them again', () => {
    let document = addStep(blank, 'switch-condition').document
    const [id] = Object.keys(object(document['workflow'])).filter((one) => one.startsWith('switch'))
    const at = id ?? ''
    document = connect(connect(document, at, 'cases', 'end--1'), at, 'cases', 'end--1')
    expect(stepOf(document, at)['cases']).toEqual({ default: 'end--1', 1: 'end--1' })
    document = disconnect(document, at, 'cases.1', 'end--1')
    expect(stepOf(document, at)['cases']).toEqual({ default: 'end--1' })
    const fork = addStep(document, 'parallel')
    const joined = connect(connect(fork.document, fork.id, 'next_steps', at), fork.id, 'next_steps', at)
    expect(stepOf(joined, fork.id)['next_steps']).toEqual([at])
    expect(stepOf(disconnect(joined, fork.id, 'next_steps', at), fork.id)['next_steps']).toEqual([])
    expect(stepOf(removeSteps(joined, [at]), fork.id)['next_steps']).toEqual([])
  })

  test('takes the way that is free for a line drawn without choosing', () => {
    expect(freeWay({ type: 'if-condition' })).toBe('on_true')
    expect(freeWay({ type: 'if-condition', on_true: 'x' })).toBe('on_false')
    expect(freeWay({ type: 'action', on_success: 'x' })).toBe('on_failure')
    expect(freeWay({ type: 'end' })).toBe('')
    expect(joins(blank, 'end--1', 'start--1')).toBe(false)
    expect(joins(blank, 'start--1', 'end--1')).toBe(true)
  })

  test('leaves out what is not said', () => {
    expect(put({ a: 'x', b: 1 }, 'a', '')).toEqual({ b: 1 })
    expect(put({ a: 'x' }, 'n', 0)).toEqual({ a: 'x', n: 0 })
    expect(Object.keys(put({ a: 'x', b: 1 }, 'a', 'y'))).toEqual(['a', 'b'])
  })

  test('copies a step, defines agents and names variables', () => {
    const copied = copyStep(blank, 'end--1')
    expect(stepOf(copied.document, copied.id)).toEqual({ type: 'end' })
    const { document, id } = addDefinition(blank, 'target_definitions', 'http-api')
    expect(object(object(document['target_definitions'])[id])['type']).toBe('http-api')
    expect(variableNames({ playbook_variables: { __a__: {} } }, { step_variables: { __b__: {} } })).toEqual([
      '__a__',
      '__b__',
    ])
    expect([isVariableName('__a_b__'), isVariableName('a'), isVariableName('')]).toEqual([true, false, false])
  })

  test('finds the step a place belongs to', () => {
    expect(stepOfPlace('workflow.end--1.commands[0]', blank)).toBe('end--1')
    expect(stepOfPlace('workflow.end--1', blank)).toBe('end--1')
    expect(stepOfPlace('playbook_variables.__a__', blank)).toBeUndefined()
  })
})

describe('the canvas', () => {
  test('draws every step once, where it was put', () => {
    const { document } = addStep(blank, 'if-condition', 'start--1')
    expect(drawn(document, { 'end--1': { x: 5, y: 6 } }).find(({ id }) => id === 'end--1')).toMatchObject({
      x: 5,
      y: 6,
    })
    expect(drawn(document, {})).toHaveLength(3)
    expect(lines(document).map(({ way }) => way)).toEqual(['on_completion', 'on_completion'])
  })
})

describe('history', () => {
  test('takes strokes into one field back as one', () => {
    let history = begin('')
    for (const text of ['a', 'ab', 'abc']) history = change(history, text, 'name')
    history = change(history, 'abc!', 'other')
    expect(undo(history).now).toBe('abc')
    expect(undo(undo(history)).now).toBe('')
    expect(undo(undo(undo(history))).now).toBe('')
    expect(redo(undo(history)).now).toBe('abc!')
    expect(change(undo(history), 'x').future).toEqual([])
    expect(redo(history)).toBe(history)
  })
})

describe('differences', () => {
  test('are told place by place', () => {
    const before = { a: 1, b: ['x', 'y'], c: { d: 'old' } }
    const after = { b: ['x', 'z', 'w'], c: { d: 'new' }, e: true }
    expect(differences(before, after).map(({ place, kind }) => [place, kind])).toEqual([
      ['a', 'removed'],
      ['b[1]', 'changed'],
      ['b[2]', 'added'],
      ['c.d', 'changed'],
      ['e', 'added'],
    ])
    expect(differences(before, structuredClone(before))).toEqual([])
    expect(differences({ a: '1' }, { a: 1 })).toHaveLength(1)
  })
})

describe('YAML', () => {
  test('says the same as the JSON does', () => {
    const value = {
      name: '处置',
      when: '2026-11-23T00:00:00.000Z',
      yes: 'true',
      n: [1, { a: 'b' }, []],
      text: 'a\n b\n',
      o: {},
    }
    expect(yamlText(value)).toBe(
      'name: 处置\nwhen: "2026-11-23T00:00:00.000Z"\n"yes": "true"\n"n":\n  - 1\n  - a: b\n  - []\ntext: |\n  a\n   b\no: {}\n',
    )
  })
})
