import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'

export const overviewRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/overview',
    component: lazyRouteComponent(() => import('./OverviewPage'), 'OverviewPage'),
    staticData: { permission: 'overview:read', title: key('overview:title') },
  }),
] as const
