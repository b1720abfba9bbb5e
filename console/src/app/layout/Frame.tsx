import { useQuery } from '@tanstack/react-query'
import { Outlet, useMatches, useRouterState } from '@tanstack/react-router'
import { Layout } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { HeaderBar } from '@/app/layout/HeaderBar'
import { KeyHelp } from '@/app/layout/KeyHelp'
import { PageBoundary } from '@/app/layout/PageBoundary'
import { SideMenu } from '@/app/layout/SideMenu'
import { PageFailed, Waiting } from '@/app/pages'
import { stream } from '@/shared/live'
import { prefer, usePreferences } from '@/shared/preferences'
import { sessionQuery } from '@/shared/session'
import { Forbidden } from '@/shared/ui/states'

/** Menu, header and the page, or the reason why there is none. */
export const Frame = () => {
  const { t } = useTranslation()
  const { data: session } = useQuery(sessionQuery())
  const { menuFolded } = usePreferences()
  const page = useMatches({ select: (matches) => matches.at(-1)?.staticData })
  const path = useRouterState({ select: (state) => state.location.pathname })
  const title = page?.title ? t(page.title) : ''
  useEffect(() => {
    stream.start()
    return () => stream.stop()
  }, [])
  useEffect(() => {
    document.title = title ? `${title} · ${t('app:name')}` : t('app:name')
  }, [title, t])
  if (!session) return <Waiting />
  const allowed = page?.permission === undefined || session.permissions.includes(page.permission)
  return (
    <Layout className="fs-frame">
      <a className="fs-skip" href="#page">
        {t('app:skip')}
      </a>
      <Layout.Sider
        width={200}
        collapsedWidth={48}
        collapsible
        trigger={null}
        collapsed={menuFolded}
        breakpoint="lg"
        onBreakpoint={(narrow) => narrow && prefer({ menuFolded: true })}
      >
        <SideMenu folded={menuFolded} />
      </Layout.Sider>
      <Layout>
        <HeaderBar />
        <main id="page" className="fs-main" tabIndex={-1}>
          {allowed ? (
            <PageBoundary key={path} fallback={(error, reset) => <PageFailed error={error} reset={reset} />}>
              <Outlet />
            </PageBoundary>
          ) : (
            <Forbidden permission={page?.permission} />
          )}
        </main>
      </Layout>
      <KeyHelp />
    </Layout>
  )
}
