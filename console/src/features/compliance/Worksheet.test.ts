import { expect, it } from 'vitest'
import { merged } from './RecordForm'
import { worksheetLevel } from './Worksheet'

const MATRIX = {
  citizens: { general: 1, serious: 2, especially_serious: 2 },
  society: { general: 2, serious: 3, especially_serious: 4 },
  nation: { general: 3, serious: 4, especially_serious: 5 },
}

it('takes the higher of both sides', () => {
  const values = { s_harmed: 'citizens', s_degree: 'serious', a_harmed: 'society', a_degree: 'serious' } as const
  expect(worksheetLevel(MATRIX, values)).toBe(3)
})

it('says nothing while a side is half filled in', () => {
  expect(worksheetLevel(MATRIX, { s_harmed: 'nation' })).toBe(0)
  expect(worksheetLevel(MATRIX, {})).toBe(0)
})

it('keeps what the form does not show', () => {
  const body = {
    owner: 'a',
    not_applicable: { x: 'why' },
    cii: { status: 'identified', document: 'd', assessed: '2026-01-01', permit: 'p' },
  } as unknown as Parameters<typeof merged>[0]
  const found = merged(body, { owner: 'b', cii: { status: 'unknown', document: 'e' } as never })
  expect(found.owner).toBe('b')
  expect(found.not_applicable).toEqual({ x: 'why' })
  expect(found.cii).toEqual({ status: 'unknown', document: 'e', assessed: '2026-01-01', permit: 'p' })
})
