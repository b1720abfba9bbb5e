/** What was done to a document, to be taken back and done again. Strokes into one field are one step of it. */

export interface History<T> {
  past: readonly T[]
  now: T
  future: readonly T[]
  /** What was changed last; another change of the same is the same step. */
  at: string
}

export const LONGEST = 200

export const begin = <T>(now: T): History<T> => ({ past: [], now, future: [], at: '' })

export const change = <T>(history: History<T>, next: T, at = ''): History<T> => {
  if (next === history.now) return history
  const goesOn = at !== '' && at === history.at && history.future.length === 0
  const past = goesOn ? history.past : [...history.past, history.now].slice(-LONGEST)
  return { past, now: next, future: [], at }
}

export const undo = <T>(history: History<T>): History<T> => {
  const before = history.past.at(-1)
  if (before === undefined) return history
  return { past: history.past.slice(0, -1), now: before, future: [history.now, ...history.future], at: '' }
}

export const redo = <T>(history: History<T>): History<T> => {
  const [next, ...future] = history.future
  if (next === undefined) return history
  return { past: [...history.past, history.now], now: next, future, at: '' }
}
