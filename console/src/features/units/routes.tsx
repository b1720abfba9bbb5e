import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'
import { readUnitsSearch } from './search'

export const unitsRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/units',
    validateSearch: readUnitsSearch,
    component: lazyRouteComponent(() => import('./UnitsPage'), 'UnitsPage'),
    staticData: { permission: 'units:read', title: key('units:title') },
  }),
] as const
