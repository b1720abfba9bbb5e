import { defaultParseSearch, defaultStringifySearch } from '@tanstack/react-router'

/** What of an address a view keeps: everything but which item is open, in an order of its own. */
export const kept = (searchText: string): string => {
  const { open: _, ...rest } = defaultParseSearch(searchText) as Record<string, unknown>
  const ordered = Object.fromEntries(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)))
  return defaultStringifySearch(ordered).replace(/^\?/, '')
}

export const addressOf = (view: { page: string; search: string }): string =>
  view.search === '' ? `/${view.page}` : `/${view.page}?${view.search}`
