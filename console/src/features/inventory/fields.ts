import type { Schemas } from '@/shared/api'

const ACRONYMS = new Set(['id', 'os', 'mfa', 'cvss', 'mlps'])

/** A field's name for people: `data_class` is Data class. */
export const fieldTitle = (field: Pick<Schemas['InventoryField'], 'name' | 'title_zh'>, zh: boolean): string => {
  if (zh) return field.title_zh
  const words = field.name.split('_').map((word) => (ACRONYMS.has(word) ? word.toUpperCase() : word))
  const said = words.join(' ')
  return said.charAt(0).toUpperCase() + said.slice(1)
}
