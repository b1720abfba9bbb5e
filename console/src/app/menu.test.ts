import { expect, it } from 'vitest'
import { firstPage, MENU, menuFor } from '@/app/menu'

it('shows only what one may open, and no empty group', () => {
  const groups = menuFor(['units:read', 'audit:read'])
  expect(groups.map((group) => group.entries.map((entry) => entry.path))).toEqual([['/units', '/audit']])
})

it('begins with the first page one may open, or one’s own account', () => {
  expect(firstPage(['audit:read', 'overview:read'])).toBe('/situation')
  expect(firstPage([])).toBe('/account')
})

it('gives every page a letter of its own', () => {
  const letters = MENU.flatMap((group) => group.entries.map((entry) => entry.letter))
  expect(new Set(letters).size).toBe(letters.length)
})
