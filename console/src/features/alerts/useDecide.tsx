import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Flex } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { problemOf } from '@/shared/problems'
import { useProblemText } from '@/shared/problemText'
import { ProblemSaid } from '@/shared/ui/ProblemSaid'
import type { AlertRead, Status } from './alert'
import { sendDecision, sendDecisions } from './api'
import { decisionsOf, undoing } from './decisions'

const UNDO_S = 10
const NOTICE = 'alerts-decided'
const TOUCHED = [['alerts'], ['incidents'], ['overview']]

type Decision = Schemas['AlertDecision']

export interface Deciding {
  chosen: readonly AlertRead[]
  body: Decision
  /** Of a single alert somebody has read: what a decision has to show. */
  etag?: string
}

/**
 * Decide about alerts, one batch after the other: each is carried out whole or not at all, and what went before stays.
 * Whatever was decided can be taken back for ten seconds.
 */
export const useDecide = () => {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const client = useQueryClient()
  const textOf = useProblemText()
  const refresh = () => Promise.all(TOUCHED.map((queryKey) => client.invalidateQueries({ queryKey })))
  const fail = (error: unknown) => {
    message.error(<ProblemSaid problem={textOf(problemOf(error))} />, 6)
  }
  const undo = useMutation({
    mutationFn: async ({ before, decided }: { before: readonly AlertRead[]; decided: Status }) => {
      for (const part of undoing(before, decided)) await sendDecisions(part)
    },
    onSuccess: () => message.success({ key: NOTICE, content: t('alerts:undone') }),
    onError: fail,
    onSettled: refresh,
  })
  const offerUndo = (before: readonly AlertRead[], decided: Status) =>
    message.open({
      key: NOTICE,
      type: 'success',
      duration: UNDO_S,
      content: (
        <Flex gap="small" align="center" component="span" style={{ display: 'inline-flex' }}>
          {t('alerts:undo.offer', { number: before.length })}
          <Button size="small" type="link" onClick={() => undo.mutate({ before, decided })}>
            {t('alerts:undo')}
          </Button>
        </Flex>
      ),
    })
  return useMutation({
    mutationFn: async ({ chosen, body, etag }: Deciding) => {
      const done: AlertRead[] = []
      try {
        if (etag !== undefined && chosen[0] !== undefined) {
          await sendDecision(chosen[0].id, etag, body)
          done.push(chosen[0])
          return
        }
        const parts = decisionsOf(chosen, body)
        for (const part of parts) {
          await sendDecisions(part)
          done.push(...chosen.filter(({ id }) => part.alerts.includes(id)))
          if (parts.length > 1) {
            const content = t('alerts:progress', { done: done.length, number: chosen.length })
            message.open({ key: NOTICE, type: 'loading', duration: 0, content })
          }
        }
      } finally {
        if (done.length > 0) offerUndo(done, body.status)
        await refresh()
      }
    },
    onError: fail,
  })
}
