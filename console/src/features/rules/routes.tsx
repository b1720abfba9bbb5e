import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'
import { readExceptionsSearch, readNoisySearch, readRulesSearch } from './search'

export const rulesRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/rules',
    validateSearch: readRulesSearch,
    component: lazyRouteComponent(() => import('./RulesPage'), 'RulesPage'),
    staticData: { permission: 'rules:read', title: key('rules:title') },
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/rules/noisy',
    validateSearch: readNoisySearch,
    component: lazyRouteComponent(() => import('./NoisyPage'), 'NoisyPage'),
    staticData: { permission: 'exceptions:read', title: key('rules:noisy.title') },
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/exceptions',
    validateSearch: readExceptionsSearch,
    component: lazyRouteComponent(() => import('./ExceptionsPage'), 'ExceptionsPage'),
    staticData: { permission: 'exceptions:read', title: key('rules:exceptions.title') },
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/content',
    component: lazyRouteComponent(() => import('./ContentPage'), 'ContentPage'),
    staticData: { permission: 'rules:read', title: key('rules:content.title') },
  }),
] as const
