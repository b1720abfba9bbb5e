import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'
import { readEventSearch } from './search'

export const eventsRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/events',
    validateSearch: readEventSearch,
    component: lazyRouteComponent(() => import('./EventsPage'), 'EventsPage'),
    staticData: { permission: 'events:read', title: key('events:title') },
  }),
] as const
