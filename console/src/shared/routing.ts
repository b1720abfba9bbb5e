import { createRootRoute, createRoute } from '@tanstack/react-router'

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Without it the page is replaced by the forbidden state. */
    permission?: string
    /** Message key of the page's title. */
    title?: string
  }
}

export const root = createRootRoute()

/** Parent of every page that needs somebody signed in; the app gives it its guard and frame. */
export const signedIn = createRoute({ getParentRoute: () => root, id: 'in' })
