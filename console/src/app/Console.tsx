import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { App, ConfigProvider } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Crash } from '@/app/Crash'
import { router } from '@/app/router'
import { lookOf } from '@/app/theme'
import { onSignedOut } from '@/shared/api'
import { antdLocale, type Language } from '@/shared/i18n'
import { startShortcuts } from '@/shared/keys/shortcuts'
import { stream } from '@/shared/live'
import { useDark, usePreferences } from '@/shared/preferences'
import type { ProblemError } from '@/shared/problems'
import { queryClient } from '@/shared/query'
import { forget, sessionQuery } from '@/shared/session'

const PUBLIC = new Set(['/sign-in', '/first-password', '/second-factor'])

/** The guard leads to the right page: signing in, or what has to be done first. */
const leave = (error: ProblemError): void => {
  if (PUBLIC.has(router.state.location.pathname)) return
  stream.stop()
  if (error.code === 'auth.required') forget(queryClient)
  else void queryClient.invalidateQueries({ queryKey: sessionQuery().queryKey, refetchType: 'none' })
  void router.invalidate()
}

export const Console = () => {
  const { i18n } = useTranslation()
  const { compact } = usePreferences()
  const dark = useDark()
  useEffect(startShortcuts, [])
  useEffect(() => onSignedOut(leave), [])
  useEffect(() => {
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light'
  }, [dark])
  return (
    <Crash>
      <ConfigProvider
        theme={lookOf(dark, compact)}
        locale={antdLocale(i18n.language as Language)}
        button={{ autoInsertSpace: false }}
      >
        <App className="fs-app" message={{ maxCount: 3 }}>
          <QueryClientProvider client={queryClient}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </App>
      </ConfigProvider>
    </Crash>
  )
}
