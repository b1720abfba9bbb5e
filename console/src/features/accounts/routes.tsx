import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'
import { readAccountsSearch } from './search'

export const accountsRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/accounts',
    validateSearch: readAccountsSearch,
    component: lazyRouteComponent(() => import('./AccountsPage'), 'AccountsPage'),
    staticData: { permission: 'accounts:read', title: key('accounts:title') },
  }),
] as const
