import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'
import { readSituationSearch } from './search'

export const situationRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/situation',
    validateSearch: readSituationSearch,
    component: lazyRouteComponent(() => import('./SituationPage'), 'SituationPage'),
    staticData: { permission: 'overview:read', title: key('situation:title') },
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/situation/wall',
    component: lazyRouteComponent(() => import('./WallPage'), 'WallPage'),
    staticData: { permission: 'overview:read', title: key('situation:wall') },
  }),
] as const
