import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'
import { readExposureSearch } from './search'

export const exposureRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/exposure',
    validateSearch: readExposureSearch,
    component: lazyRouteComponent(() => import('./ExposurePage'), 'ExposurePage'),
    staticData: { permission: 'registers:read', title: key('exposure:title') },
  }),
] as const
