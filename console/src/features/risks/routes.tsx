import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'
import { readRisksSearch } from './search'

export const risksRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/risks',
    validateSearch: readRisksSearch,
    component: lazyRouteComponent(() => import('./RisksPage'), 'RisksPage'),
    staticData: { permission: 'compliance:read', title: key('risks:title') },
  }),
] as const
