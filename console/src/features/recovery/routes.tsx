import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'

export const recoveryRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/recovery',
    component: lazyRouteComponent(() => import('./RecoveryPage'), 'RecoveryPage'),
    staticData: { permission: 'recovery:read', title: key('recovery:title') },
  }),
] as const
