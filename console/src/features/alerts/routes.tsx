import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'
import { readAlertsSearch } from './search'

export const alertsRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/alerts',
    validateSearch: readAlertsSearch,
    component: lazyRouteComponent(() => import('./AlertsPage'), 'AlertsPage'),
    staticData: { permission: 'alerts:read', title: key('alerts:title') },
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/alerts/$alertId',
    component: lazyRouteComponent(() => import('./AlertPage'), 'AlertPage'),
    staticData: { permission: 'alerts:read', title: key('alerts:one') },
  }),
] as const
