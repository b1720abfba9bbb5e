import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'

export const dutyRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/duty',
    component: lazyRouteComponent(() => import('./DutyPage'), 'DutyPage'),
    staticData: { permission: 'duty:read', title: key('duty:title') },
  }),
] as const
