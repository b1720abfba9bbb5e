import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '@/shared/problems'

const KNOWN = new Set([
  'request.malformed',
  'auth.required',
  'permission.missing',
  'csrf.missing',
  'account.password_change_needed',
  'account.second_factor_needed',
  'method.not_allowed',
  'body.too_slow',
  'body.too_large',
  'media_type.unsupported',
  'request.invalid',
  'idempotency.mismatch',
  'precondition.required',
  'rate.exceeded',
  'internal',
  'overloaded',
  'settings.invalid',
  'input.unusable',
  'record.bad',
  'rule.rejected',
  'query.invalid',
  'scope.forbidden',
  'not_found',
  'conflict',
  'stale',
  'sign_in.refused',
  'sign_in.code_needed',
  'password.weak',
  'store.failed',
  'ledger.broken',
  'network.unreachable',
  'network.unexpected',
  'console.broken',
])

export interface ProblemText {
  title: string
  detail: string
  /** What to do about it. */
  hint: string
}

/** Words for a problem: the code's own in the chosen language; English details only where the code leaves them open. */
export const useProblemText = (): ((problem: Problem) => ProblemText) => {
  const { t, i18n } = useTranslation()
  const zh = i18n.language === 'zh-CN'
  return useCallback(
    (problem) => {
      const title = KNOWN.has(problem.code) ? t(`problems:${problem.code}`) : problem.title || t('problems:internal')
      const known = problem.reasons.filter(({ reason }) => i18n.exists(`problems:reason.${reason}`))
      if (known.length > 0) {
        const detail = known.map(({ reason }) => t(`problems:reason.${reason}`)).join(zh ? '；' : '; ')
        return { title, detail, hint: '' }
      }
      const { mistake } = problem
      if (mistake) {
        return zh
          ? { title, detail: mistake.message_zh, hint: mistake.hint_zh }
          : { title, detail: mistake.message, hint: mistake.hint }
      }
      return { title, detail: problem.detail === problem.title ? '' : problem.detail, hint: problem.hint ?? '' }
    },
    [t, i18n, zh],
  )
}
