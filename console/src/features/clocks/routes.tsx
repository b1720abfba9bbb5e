import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'
import { readClocksSearch } from './search'

export const clocksRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/clocks',
    validateSearch: readClocksSearch,
    component: lazyRouteComponent(() => import('./ClocksPage'), 'ClocksPage'),
    staticData: { permission: 'clocks:read', title: key('clocks:title') },
  }),
] as const
