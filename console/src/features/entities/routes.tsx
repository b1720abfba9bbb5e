import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'
import { readEntitySearch } from './search'

export const entitiesRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/entities',
    validateSearch: readEntitySearch,
    component: lazyRouteComponent(() => import('./EntityPage'), 'EntityPage'),
    staticData: { permission: 'alerts:read', title: key('entities:page') },
  }),
] as const
