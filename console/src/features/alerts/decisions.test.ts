import { expect, it } from 'vitest'
import { AT_ONCE, decisionsOf, lacks, undoing } from './decisions'

const alert = (id: string, status: 'open' | 'acknowledged' | 'closed') => ({ id, status })

it('a decision goes to the server once for each status, without repetitions', () => {
  const body = { status: 'closed' as const, verdict: 'benign' as const, note: 'n' }
  expect(decisionsOf([alert('a', 'open'), alert('b', 'acknowledged'), alert('a', 'open')], body)).toEqual([
    { ...body, alerts: ['a'], expected: 'open' },
    { ...body, alerts: ['b'], expected: 'acknowledged' },
  ])
  expect(decisionsOf([], body)).toEqual([])
})

it('loses nobody when there are more than the server takes at once', () => {
  const many = Array.from({ length: AT_ONCE + 1 }, (_, at) => alert(`${at}`, 'open'))
  const parts = decisionsOf(many, { status: 'acknowledged', note: '' })
  expect(parts.map(({ alerts }) => alerts.length)).toEqual([AT_ONCE, 1])
  expect(new Set(parts.flatMap(({ alerts }) => alerts)).size).toBe(AT_ONCE + 1)
})

it('closing needs a verdict and a false positive needs a note', () => {
  expect(lacks({ status: 'closed' })).toBe('verdict')
  expect(lacks({ status: 'closed', verdict: 'false_positive', note: ' ' })).toBe('note')
  expect(lacks({ status: 'closed', verdict: 'true_positive' })).toBe(null)
  expect(lacks({ status: 'acknowledged' })).toBe(null)
})

it('a decision is taken back to what each alert was, and only where it still stands', () => {
  const before = [
    { id: 'a', status: 'open' as const, verdict: null, note: '' },
    { id: 'b', status: 'closed' as const, verdict: 'benign' as const, note: 'backup' },
    { id: 'c', status: 'open' as const, verdict: null, note: '' },
  ]
  expect(undoing(before, 'acknowledged')).toEqual([
    { alerts: ['a', 'c'], expected: 'acknowledged', status: 'open', note: '' },
    { alerts: ['b'], expected: 'acknowledged', status: 'closed', verdict: 'benign', note: 'backup' },
  ])
})
