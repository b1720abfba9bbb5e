import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { root } from '@/shared/routing'
import { readSignInSearch } from './search'

export const sessionRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: '/sign-in',
    validateSearch: readSignInSearch,
    component: lazyRouteComponent(() => import('./SignInPage'), 'SignInPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/first-password',
    component: lazyRouteComponent(() => import('./FirstPasswordPage'), 'FirstPasswordPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/second-factor',
    component: lazyRouteComponent(() => import('./SecondFactorPage'), 'SecondFactorPage'),
  }),
] as const
