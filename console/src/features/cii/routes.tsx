import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'
import { readCiiSearch, readCiiSystemSearch } from './search'

export const ciiRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/cii',
    validateSearch: readCiiSearch,
    component: lazyRouteComponent(() => import('./CiiPage'), 'CiiPage'),
    staticData: { permission: 'cii:read', title: key('cii:title') },
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/cii/$systemId',
    validateSearch: readCiiSystemSearch,
    component: lazyRouteComponent(() => import('./CiiSystemPage'), 'CiiSystemPage'),
    staticData: { permission: 'cii:read', title: key('cii:one') },
  }),
] as const
