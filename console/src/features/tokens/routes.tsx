import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'

export const tokensRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/tokens',
    component: lazyRouteComponent(() => import('./TokensPage'), 'TokensPage'),
    staticData: { permission: 'tokens:own', title: key('tokens:title') },
  }),
] as const
