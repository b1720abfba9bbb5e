import type { TFunction } from 'i18next'
import { menuFor } from '@/app/menu'
import { entityQuery } from '@/shared/entities/entityQuery'
import { isId, kindsOf } from '@/shared/entities/guess'
import { mentioning } from '@/shared/events/pivot'
import { key } from '@/shared/i18n'
import type { Recent } from '@/shared/recent'
import { EVERYTHING } from '@/shared/time/range'
import { addressOf } from '@/shared/views/address'
import type { View } from '@/shared/views/api'

export interface Choice {
  id: string
  group: 'search' | 'recent' | 'views' | 'pages'
  label: string
  note: string
  to: string
  search?: object
}

interface Known {
  permissions: readonly string[]
  recent: readonly Recent[]
  views: readonly View[]
  t: TFunction
}

const OWN = [
  { path: '/account', label: key('menu:account'), permission: 'account:own' },
  { path: '/tokens', label: key('menu:tokens'), permission: 'tokens:own' },
]

/** What typed text can lead to: searches for it first, then what is known by such a name. */
export const choices = (typed: string, known: Known): Choice[] => {
  const text = typed.trim()
  const wanted = text.toLowerCase()
  const has = (...names: string[]) => names.some((name) => name.toLowerCase().includes(wanted))
  const { t } = known
  const entries = [...menuFor(known.permissions).flatMap((group) => group.entries), ...OWN]
  return [
    ...(text === '' ? [] : searches(text, known)),
    ...known.recent
      .filter(({ title, path }) => has(title, path))
      .map(({ path, title }) => ({ id: `recent ${path}`, group: 'recent' as const, label: title, note: '', to: path })),
    ...known.views
      .filter(({ name }) => has(name))
      .map((view) => ({
        id: `view ${view.id}`,
        group: 'views' as const,
        label: view.name,
        note: t(`menu:${view.page}`),
        to: addressOf(view),
      })),
    ...entries
      .filter(({ permission }) => known.permissions.includes(permission))
      .filter(({ label, path }) => has(t(label), path))
      .map(({ label, path }) => ({ id: `page ${path}`, group: 'pages' as const, label: t(label), note: '', to: path })),
  ]
}

const searches = (text: string, { permissions, t }: Known): Choice[] => {
  const may = (permission: string) => permissions.includes(permission)
  const found: Choice[] = []
  const add = (id: string, label: string, to: string, search?: object) =>
    found.push({ id, group: 'search', label: text, note: label, to, ...(search ? { search } : {}) })
  if (isId(text)) {
    if (may('incidents:read')) add('incident', t('palette:incident.id'), `/incidents/${text}`)
    if (may('alerts:read')) add('alert', t('palette:alert.id'), `/alerts/${text}`)
  }
  for (const kind of kindsOf(text)) {
    const named = { kind: t(`entities:kind.${kind}`) }
    const entity = `${kind}:${text}`
    const query = entityQuery({ kind, value: text })
    if (may('events:read') && query !== null)
      add(`events ${kind}`, t('palette:events.entity', named), '/events', { q: query, ...EVERYTHING })
    if (may('alerts:read')) add(`entity ${kind}`, t('palette:entity', named), '/entities', { key: entity })
    if (may('alerts:read')) add(`alerts ${kind}`, t('palette:alerts.entity', named), '/alerts', { entity })
    if (may('incidents:read')) add(`incidents ${kind}`, t('palette:incidents.entity', named), '/incidents', { entity })
  }
  if (may('events:read')) {
    const q = /[:()*?"]/.test(text) ? text : (mentioning(text) ?? text)
    add('events', t('palette:events.query'), '/events', { q, ...EVERYTHING })
  }
  return found
}
