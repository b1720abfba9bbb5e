import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'
import { readSettingsSearch } from './search'

export const settingsRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/settings',
    validateSearch: readSettingsSearch,
    component: lazyRouteComponent(() => import('./SettingsPage'), 'SettingsPage'),
    staticData: { permission: 'settings:read', title: key('settings:title') },
  }),
] as const
