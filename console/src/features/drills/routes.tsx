import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'

export const drillsRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/drills',
    component: lazyRouteComponent(() => import('./DrillsPage'), 'DrillsPage'),
    staticData: { permission: 'drills:read', title: key('drills:title') },
  }),
] as const
