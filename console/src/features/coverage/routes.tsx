import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'
import { readCoverageSearch } from './search'

export const coverageRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/coverage',
    validateSearch: readCoverageSearch,
    component: lazyRouteComponent(() => import('./CoveragePage'), 'CoveragePage'),
    staticData: { permission: 'rules:read', title: key('coverage:title') },
  }),
] as const
