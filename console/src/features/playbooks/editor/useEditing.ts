import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useReducer, useState } from 'react'
import type { Schemas } from '@/shared/api'
import { checkQuery } from './api'
import type { Layout } from './canvas'
import { type Json, stepOfPlace } from './document'
import type { PlaybookProblem } from './Fields'
import { begin, change, type History, redo, undo } from './history'

export interface Edited {
  document: Json
  layout: Layout
}

type Action = { kind: 'change'; next: Edited; at: string } | { kind: 'undo' } | { kind: 'redo' }

const reduce = (history: History<Edited>, action: Action): History<Edited> => {
  if (action.kind === 'undo') return undo(history)
  if (action.kind === 'redo') return redo(history)
  return change(history, action.next, action.at)
}

/** Milliseconds without a stroke after which the server is asked what is wrong. */
const QUIET_MS = 400

/** The document under work: its history, whether it is kept, and what the server finds wrong with it. */
export const useEditing = (draft: Schemas['DraftDetail']) => {
  const [history, send] = useReducer(reduce, { document: draft.document, layout: draft.layout }, begin<Edited>)
  const [kept, setKept] = useState(history.now)
  const { document, layout } = history.now

  const [asked, setAsked] = useState(document)
  useEffect(() => {
    const timer = setTimeout(() => setAsked(document), QUIET_MS)
    return () => clearTimeout(timer)
  }, [document])
  const check = useQuery({ ...checkQuery(asked), placeholderData: (before) => before })
  const problems = check.data?.problems ?? draft.problems
  const byStep = useMemo(() => {
    const found = new Map<string, PlaybookProblem[]>()
    for (const problem of problems) {
      const id = stepOfPlace(problem.place, document)
      if (id !== undefined) found.set(id, [...(found.get(id) ?? []), problem])
    }
    return found
  }, [problems, document])

  return {
    history,
    document,
    layout,
    dirty: history.now !== kept,
    problems,
    byStep,
    /** Of the document as it is shown, not of the one before. */
    checked: asked === document && !check.isFetching && !check.isPlaceholderData && check.data !== undefined,
    checkFailed: check.isError,
    checkAgain: () => void check.refetch(),
    setDocument: (next: Json, at = '') => {
      if (next !== document) send({ kind: 'change', next: { document: next, layout }, at })
    },
    setLayout: (next: Layout, at = '') => send({ kind: 'change', next: { document, layout: next }, at }),
    undo: () => send({ kind: 'undo' }),
    redo: () => send({ kind: 'redo' }),
    markKept: (which: Edited) => setKept(which),
  }
}
