import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'
import { readSourcesSearch } from './search'

export const sourcesRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/sources',
    validateSearch: readSourcesSearch,
    component: lazyRouteComponent(() => import('./SourcesPage'), 'SourcesPage'),
    staticData: { permission: 'sources:read', title: key('sources:title') },
  }),
] as const
