import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'
import { readIndicatorsSearch } from './search'

export const indicatorsRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/indicators',
    validateSearch: readIndicatorsSearch,
    component: lazyRouteComponent(() => import('./IndicatorsPage'), 'IndicatorsPage'),
    staticData: { permission: 'indicators:read', title: key('indicators:title') },
  }),
] as const
