import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'
import { readSamplesSearch } from './search'

export const samplesRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/samples',
    validateSearch: readSamplesSearch,
    component: lazyRouteComponent(() => import('./SamplesPage'), 'SamplesPage'),
    staticData: { permission: 'compliance:review', title: key('samples:title') },
  }),
] as const
