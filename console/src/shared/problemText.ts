import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '@/shared/problems'

export interface ProblemText {
  title: string
  detail: string
  /** What to do about it. */
  hint: string
  /** Detail and hint are the server's English on a page that is not. */
  foreign: boolean
}

/** Words for a problem: the code's own in the chosen language; English details only where the code leaves them open. */
export const useProblemText = (): ((problem: Problem) => ProblemText) => {
  const { t, i18n } = useTranslation()
  const zh = i18n.language === 'zh-CN'
  return useCallback(
    (problem) => {
      const title = i18n.exists(`problems:${problem.code}`)
        ? t(`problems:${problem.code}`)
        : problem.title || t('problems:internal')
      const known = problem.reasons.filter(({ reason }) => i18n.exists(`problems:reason.${reason}`))
      if (known.length > 0) {
        const detail = known.map(({ reason }) => t(`problems:reason.${reason}`)).join(zh ? '；' : '; ')
        return { title, detail, hint: '', foreign: false }
      }
      const { mistake } = problem
      if (mistake) {
        return zh
          ? { title, detail: mistake.message_zh, hint: mistake.hint_zh, foreign: false }
          : { title, detail: mistake.message, hint: mistake.hint, foreign: false }
      }
      return {
        title,
        detail: problem.detail === problem.title ? '' : problem.detail,
        hint: problem.hint ?? '',
        foreign: zh,
      }
    },
    [t, i18n, zh],
  )
}
