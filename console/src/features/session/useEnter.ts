import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'
import { changeLanguage } from '@/shared/i18n'
import { preferences } from '@/shared/preferences'
import { type Session, sessionQuery } from '@/shared/session'
import { safeBack } from './search'

/** Go in as whoever has just signed in; the guard sends them to what they must do first. */
export const useEnter = () => {
  const client = useQueryClient()
  const navigate = useNavigate()
  const router = useRouter()
  return useCallback(
    async (session: Session, back?: string) => {
      client.clear()
      client.setQueryData(sessionQuery().queryKey, session)
      if (preferences().language === undefined) await changeLanguage(session.language)
      if (session.must === 'password') return navigate({ to: '/first-password', replace: true })
      if (session.must === 'totp') return navigate({ to: '/second-factor', replace: true })
      return router.history.replace(safeBack(back))
    },
    [client, navigate, router],
  )
}
