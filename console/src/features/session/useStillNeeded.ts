import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'
import { type Session, sessionQuery } from '@/shared/session'
import { useEnter } from './useEnter'

/** The session of somebody who must do something first, and how to go on once it is done. */
export const useStillNeeded = () => {
  const { data } = useQuery(sessionQuery())
  const client = useQueryClient()
  const router = useRouter()
  const enter = useEnter()
  const goOn = useCallback(async () => {
    const session: Session | null = await client.fetchQuery({ ...sessionQuery(), staleTime: 0 })
    if (session) await enter(session)
    else router.history.replace('/sign-in')
  }, [client, router, enter])
  return { session: data, goOn }
}
