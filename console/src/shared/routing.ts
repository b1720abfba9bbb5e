import { createRootRoute, createRoute, redirect } from '@tanstack/react-router'
import { queryClient } from '@/shared/query'
import { sessionQuery } from '@/shared/session'

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Without it the page is replaced by the forbidden state. */
    permission?: string
    /** Message key of the page's title. */
    title?: string
  }
}

export const root = createRootRoute()

/** Nobody sees a page without being signed in and having done what has to be done first. */
const guard = async ({ location }: { location: { href: string } }): Promise<void> => {
  const session = await queryClient.fetchQuery(sessionQuery())
  if (session === null) throw redirect({ to: '/sign-in', search: { back: location.href } })
  if (session.must === 'password') throw redirect({ to: '/first-password' })
  if (session.must === 'totp') throw redirect({ to: '/second-factor' })
}

/** Parent of every page that needs somebody signed in; the app gives it its frame. */
export const signedIn = createRoute({ getParentRoute: () => root, id: 'in', beforeLoad: guard })
