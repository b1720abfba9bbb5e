import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { key } from '@/shared/i18n'
import { signedIn } from '@/shared/routing'
import { readExecutionsSearch, readPlaybooksSearch } from './search'

export const playbooksRoutes = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/playbooks',
    validateSearch: readPlaybooksSearch,
    component: lazyRouteComponent(() => import('./PlaybooksPage'), 'PlaybooksPage'),
    staticData: { permission: 'playbooks:read', title: key('playbooks:title') },
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/playbooks/$playbookId',
    validateSearch: readPlaybooksSearch,
    component: lazyRouteComponent(() => import('./PlaybookPage'), 'PlaybookPage'),
    staticData: { permission: 'playbooks:read', title: key('playbooks:one') },
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/playbook-drafts/$draftId',
    component: lazyRouteComponent(() => import('./editor/EditorPage'), 'EditorPage'),
    staticData: { permission: 'playbooks:draft', title: key('editor:page') },
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/executions',
    validateSearch: readExecutionsSearch,
    component: lazyRouteComponent(() => import('./ExecutionsPage'), 'ExecutionsPage'),
    staticData: { permission: 'executions:read', title: key('playbooks:runs') },
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/executions/$executionId',
    component: lazyRouteComponent(() => import('./ExecutionPage'), 'ExecutionPage'),
    staticData: { permission: 'executions:read', title: key('playbooks:run.one') },
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/approvals',
    validateSearch: readExecutionsSearch,
    component: lazyRouteComponent(() => import('./ApprovalsPage'), 'ApprovalsPage'),
    staticData: { permission: 'executions:read', title: key('playbooks:approvals') },
  }),
] as const
