import { expect, it } from 'vitest'
import type { Schemas } from '@/shared/api'
import { sections } from './search'

const setting = (path: string, more: Partial<Schemas['SettingRead']> = {}): Schemas['SettingRead'] => ({
  path,
  section: path.split('.').slice(0, -1).join('.'),
  name: path,
  value: 1,
  default: 1,
  masked: false,
  place: 'default',
  variable: `FENGSUI_${path.toUpperCase()}`,
  description: 'Days events are kept',
  description_zh: '保存天数',
  ...more,
})
const items = [setting('data'), setting('store.days', { value: 200, place: 'file' }), setting('api.listen')]
const paths = (search: Parameters<typeof sections>[1]) =>
  [...sections(items, search).values()].flat().map(({ path }) => path)

it('settings are found by name, meaning in either language, value and variable', () => {
  expect(paths({})).toEqual(['data', 'store.days', 'api.listen'])
  expect(paths({ q: 'LISTEN' })).toEqual(['api.listen'])
  expect(paths({ q: '天数' })).toHaveLength(3)
  expect(paths({ q: '200' })).toEqual(['store.days'])
})

it('what differs from its default can be seen alone', () => {
  expect(paths({ changed: true })).toEqual(['store.days'])
  expect([...sections(items, {}).keys()]).toEqual(['', 'store', 'api'])
})
