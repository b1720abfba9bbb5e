import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedIn } from '@/shared/routing'
import { readEventSearch } from './search'

export const eventsRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/events',
    validateSearch: readEventSearch,
    component: lazyRouteComponent(() => import('./EventsPage'), 'EventsPage'),
    staticData: { permission: 'events:read', title: 'events:title' },
  }),
] as const
