import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'
import { readIncidentSearch, readIncidentsSearch } from './search'

export const incidentsRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/incidents',
    validateSearch: readIncidentsSearch,
    component: lazyRouteComponent(() => import('./IncidentsPage'), 'IncidentsPage'),
    staticData: { permission: 'incidents:read', title: key('incidents:title') },
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/incidents/$incidentId',
    validateSearch: readIncidentSearch,
    component: lazyRouteComponent(() => import('./IncidentPage'), 'IncidentPage'),
    staticData: { permission: 'incidents:read', title: key('incidents:one') },
  }),
] as const
