import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'
import { readRulesSearch } from './search'

export const rulesRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/rules',
    validateSearch: readRulesSearch,
    component: lazyRouteComponent(() => import('./RulesPage'), 'RulesPage'),
    staticData: { permission: 'rules:read', title: key('rules:title') },
  }),
] as const
