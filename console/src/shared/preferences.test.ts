import { expect, it } from 'vitest'
import { readPreferences } from '@/shared/preferences'

it('what a browser kept is taken only where it makes sense', () => {
  expect(readPreferences('{"theme":"dark","zone":"UTC","language":"fr","compact":"yes"}')).toMatchObject({
    theme: 'dark',
    zone: 'UTC',
    language: undefined,
    compact: false,
  })
  for (const broken of [null, '', 'x', '[]', 'null', '7']) expect(readPreferences(broken).theme).toBe('system')
})
