import { useEffect, useRef, useSyncExternalStore } from 'react'

export interface Shortcut {
  /** `KeyboardEvent.key`, or two with a blank between: `g a`. */
  keys: string
  /** Message key of what it does. */
  label: string
  run: () => void
}

const LEADER_MS = 1_500

let registered: readonly Shortcut[] = []
const listeners = new Set<() => void>()
const tell = () => {
  for (const listener of listeners) listener()
}

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    target.closest('[role="menu"], [role="listbox"], [role="combobox"]') !== null)

let leader = ''
let leaderAt = 0

const onKey = (event: KeyboardEvent): void => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  if (typing(event.target)) return
  const pressed = event.timeStamp - leaderAt < LEADER_MS && leader ? `${leader} ${event.key}` : event.key
  // The latest wins: a drawer's keys before its page's.
  const found = registered.findLast((shortcut) => shortcut.keys === pressed)
  leader = ''
  if (found) {
    event.preventDefault()
    found.run()
  } else if (registered.some((shortcut) => shortcut.keys.startsWith(`${event.key} `))) {
    leader = event.key
    leaderAt = event.timeStamp
  }
}

export const startShortcuts = (): (() => void) => {
  window.addEventListener('keydown', onKey)
  return () => window.removeEventListener('keydown', onKey)
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useShortcuts = (): readonly Shortcut[] => useSyncExternalStore(subscribe, () => registered)

/** A key that works while the component is shown, and is listed under `?`. label: message key. */
export const useShortcut = (keys: string, label: string, run: () => void, enabled = true): void => {
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  useEffect(() => {
    if (!enabled) return
    const shortcut = { keys, label, run: () => latest.current() }
    registered = [...registered, shortcut]
    tell()
    return () => {
      registered = registered.filter((other) => other !== shortcut)
      tell()
    }
  }, [keys, label, enabled])
}
