import type { Schemas } from '@/shared/api'
import { flag, text } from '@/shared/search'

type Setting = Schemas['SettingRead']

export interface SettingsSearch {
  q?: string
  /** Only what differs from its default. */
  changed?: true
}

export const readSettingsSearch = (raw: Record<string, unknown>): SettingsSearch => ({
  q: text(raw['q']),
  changed: flag(raw['changed']),
})

/** Those that match, by section in the order the server lists them. */
export const sections = (items: readonly Setting[], { q = '', changed }: SettingsSearch): Map<string, Setting[]> => {
  const wanted = q.trim().toLowerCase()
  const found = new Map<string, Setting[]>()
  for (const item of items) {
    if (changed && item.place === 'default') continue
    const told = [item.path, item.variable, item.description, item.description_zh ?? '', JSON.stringify(item.value)]
    if (!told.join('\n').toLowerCase().includes(wanted)) continue
    found.set(item.section, [...(found.get(item.section) ?? []), item])
  }
  return found
}
