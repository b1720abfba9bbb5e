import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'
import { readInventorySearch } from './search'

export const inventoryRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/inventory',
    validateSearch: readInventorySearch,
    component: lazyRouteComponent(() => import('./InventoryPage'), 'InventoryPage'),
    staticData: { permission: 'registers:read', title: key('inventory:title') },
  }),
] as const
