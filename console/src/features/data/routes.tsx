import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'
import { readApprovalsSearch, readDataSetSearch, readDataSetsSearch } from './search'

export const dataRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/data',
    validateSearch: readDataSetsSearch,
    component: lazyRouteComponent(() => import('./DataSetsPage'), 'DataSetsPage'),
    staticData: { permission: 'data:read', title: key('data:title') },
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/data/$dataSet',
    validateSearch: readDataSetSearch,
    component: lazyRouteComponent(() => import('./DataSetPage'), 'DataSetPage'),
    staticData: { permission: 'data:read', title: key('data:one') },
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/data-approvals',
    validateSearch: readApprovalsSearch,
    component: lazyRouteComponent(() => import('./ApprovalsPage'), 'ApprovalsPage'),
    staticData: { permission: 'data:read', title: key('data:approvals') },
  }),
] as const
