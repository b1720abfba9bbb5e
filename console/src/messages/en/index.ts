import antd from 'antd/es/locale/en_US'
import type { ResourceLanguage } from 'i18next'

const files = import.meta.glob<Record<string, string>>(['./*.json', '!./actions.json', '!./refusals.json'], {
  eager: true,
  import: 'default',
})

/** Words of single pages, many: they come after the first page. */
export const later: Record<string, () => Promise<Record<string, string>>> = Object.fromEntries(
  Object.entries(
    import.meta.glob<Record<string, string>>(['./actions.json', './refusals.json'], { import: 'default' }),
  ).map(([path, load]) => [path.slice(2, -'.json'.length), load]),
)

export const locale = antd
export const messages: ResourceLanguage = Object.fromEntries(
  Object.entries(files).map(([path, entries]) => [path.slice(2, -'.json'.length), entries]),
)
