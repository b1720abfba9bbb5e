import { useSyncExternalStore } from 'react'
import type { Language } from '@/shared/i18n'

export type Zone = 'Asia/Shanghai' | 'UTC'
export type Theme = 'light' | 'dark' | 'system'

/** What a person chose in this browser. language: undefined until chosen here; the account's own is used then. */
export interface Preferences {
  language?: Language | undefined
  theme: Theme
  compact: boolean
  zone: Zone
  menuFolded: boolean
}

const PLACE = 'fengsui.preferences'
const DEFAULTS: Preferences = { theme: 'system', compact: false, zone: 'Asia/Shanghai', menuFolded: false }

export const readPreferences = (kept: string | null): Preferences => {
  try {
    const found: unknown = JSON.parse(kept ?? '{}')
    if (typeof found !== 'object' || found === null) return DEFAULTS
    const { language, theme, compact, zone, menuFolded } = found as Record<string, unknown>
    return {
      language: language === 'zh-CN' || language === 'en' ? language : undefined,
      theme: theme === 'light' || theme === 'dark' ? theme : DEFAULTS.theme,
      compact: compact === true,
      zone: zone === 'UTC' ? 'UTC' : DEFAULTS.zone,
      menuFolded: menuFolded === true,
    }
  } catch {
    return DEFAULTS
  }
}

const stored = (): string | null => {
  try {
    return localStorage.getItem(PLACE)
  } catch {
    return null
  }
}

let current = readPreferences(stored())
const listeners = new Set<() => void>()

export const preferences = (): Preferences => current

export const prefer = (change: Partial<Preferences>): void => {
  current = { ...current, ...change }
  try {
    localStorage.setItem(PLACE, JSON.stringify(current))
  } catch {
    // A browser that keeps nothing still works, until the page is closed.
  }
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const usePreferences = (): Preferences => useSyncExternalStore(subscribe, preferences)

const darkness = globalThis.matchMedia?.('(prefers-color-scheme: dark)')

const watchSystem = (listener: () => void): (() => void) => {
  darkness?.addEventListener('change', listener)
  return () => darkness?.removeEventListener('change', listener)
}

export const useDark = (): boolean => {
  const { theme } = usePreferences()
  const system = useSyncExternalStore(watchSystem, () => darkness?.matches ?? false)
  return theme === 'system' ? system : theme === 'dark'
}
