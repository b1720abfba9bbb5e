import { useEffect, useSyncExternalStore } from 'react'

/** What was looked at in this tab, newest first. Titles come from alerts: they are kept no longer than the tab and the session. */
export interface Recent {
  path: string
  title: string
}

const PLACE = 'fengsui.recent'
const MOST = 12
const LONGEST = 200

export const readRecent = (stored: string | null): readonly Recent[] => {
  try {
    const found: unknown = JSON.parse(stored ?? '[]')
    return Array.isArray(found) ? found.filter(isRecent).slice(0, MOST) : []
  } catch {
    return []
  }
}

const isRecent = (one: unknown): one is Recent =>
  typeof one === 'object' &&
  one !== null &&
  typeof (one as Recent).title === 'string' &&
  /^\/[a-z]+\/[\w.:-]+$/.test(String((one as Recent).path))

const stored = (): string | null => {
  try {
    return sessionStorage.getItem(PLACE)
  } catch {
    return null
  }
}

let current = readRecent(stored())
const listeners = new Set<() => void>()

const put = (next: readonly Recent[]): void => {
  current = next
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(next))
  } catch {
    // A browser that keeps nothing: then only until the page is left.
  }
  for (const listener of listeners) listener()
}

export const forgetRecent = (): void => put([])

/** Say that this is being looked at. */
export const useRemembered = ({ path, title }: Recent): void => {
  useEffect(() => {
    put([{ path, title: title.slice(0, LONGEST) }, ...current.filter((one) => one.path !== path)].slice(0, MOST))
  }, [path, title])
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useRecent = (): readonly Recent[] => useSyncExternalStore(subscribe, () => current)
