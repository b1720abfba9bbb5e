import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'
import { readReportsSearch } from './search'

export const reportsRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/reports',
    validateSearch: readReportsSearch,
    component: lazyRouteComponent(() => import('./ReportsPage'), 'ReportsPage'),
    staticData: { permission: 'reports:export', title: key('reports:title') },
  }),
] as const
