import { expect, it } from 'vitest'
import { readSignInSearch, safeBack } from './search'

it('after signing in one is led only to pages of this console', () => {
  expect(safeBack('/incidents/1?tab=story')).toBe('/incidents/1?tab=story')
  for (const away of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '',
    undefined,
  ]) {
    expect(safeBack(away)).toBe('/')
  }
})

it('signing in does not lead back to signing in', () => {
  expect(readSignInSearch({ back: '/sign-in?back=/x' })).toEqual({})
})
