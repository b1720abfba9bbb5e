import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'
import { readAuditSearch } from './search'

export const auditRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/audit',
    validateSearch: readAuditSearch,
    component: lazyRouteComponent(() => import('./AuditPage'), 'AuditPage'),
    staticData: { permission: 'audit:read', title: key('audit:title') },
  }),
] as const
