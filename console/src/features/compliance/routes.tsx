import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'
import { readDistrictSearch, readSystemSearch } from './search'

export const complianceRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/compliance',
    validateSearch: readDistrictSearch,
    component: lazyRouteComponent(() => import('./DistrictPage'), 'DistrictPage'),
    staticData: { permission: 'compliance:read', title: key('compliance:title') },
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/compliance/$systemId',
    validateSearch: readSystemSearch,
    component: lazyRouteComponent(() => import('./SystemPage'), 'SystemPage'),
    staticData: { permission: 'compliance:read', title: key('compliance:one') },
  }),
] as const
