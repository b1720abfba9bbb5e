import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'
import { readNoticesSearch } from './search'

export const noticesRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/notices',
    validateSearch: readNoticesSearch,
    component: lazyRouteComponent(() => import('./NoticesPage'), 'NoticesPage'),
    staticData: { permission: 'notices:read', title: key('notices:title') },
  }),
] as const
