import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { firstPage } from '@/app/menu'
import { NotFoundPage, PageFailed, Waiting } from '@/app/pages'
import { accountRoutes } from '@/features/account/routes'
import { accountsRoutes } from '@/features/accounts/routes'
import { alertsRoutes } from '@/features/alerts/routes'
import { auditRoutes } from '@/features/audit/routes'
import { ciiRoutes } from '@/features/cii/routes'
import { clocksRoutes } from '@/features/clocks/routes'
import { complianceRoutes } from '@/features/compliance/routes'
import { coverageRoutes } from '@/features/coverage/routes'
import { dataRoutes } from '@/features/data/routes'
import { drillsRoutes } from '@/features/drills/routes'
import { dutyRoutes } from '@/features/duty/routes'
import { entitiesRoutes } from '@/features/entities/routes'
import { eventsRoutes } from '@/features/events/routes'
import { exposureRoutes } from '@/features/exposure/routes'
import { incidentsRoutes } from '@/features/incidents/routes'
import { indicatorsRoutes } from '@/features/indicators/routes'
import { inventoryRoutes } from '@/features/inventory/routes'
import { noticesRoutes } from '@/features/notices/routes'
import { overviewRoutes } from '@/features/overview/routes'
import { playbooksRoutes } from '@/features/playbooks/routes'
import { recoveryRoutes } from '@/features/recovery/routes'
import { reportsRoutes } from '@/features/reports/routes'
import { risksRoutes } from '@/features/risks/routes'
import { rulesRoutes } from '@/features/rules/routes'
import { samplesRoutes } from '@/features/samples/routes'
import { sessionRoutes } from '@/features/session/routes'
import { settingsRoutes } from '@/features/settings/routes'
import { situationRoutes } from '@/features/situation/routes'
import { sourcesRoutes } from '@/features/sources/routes'
import { tokensRoutes } from '@/features/tokens/routes'
import { unitsRoutes } from '@/features/units/routes'
import { queryClient } from '@/shared/query'
import { root, signedIn } from '@/shared/routing'
import { sessionQuery } from '@/shared/session'

signedIn.update({
  component: lazyRouteComponent(() => import('./layout/Frame'), 'Frame'),
})

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: async () => {
    const session = await queryClient.ensureQueryData(sessionQuery())
    throw redirect({ to: firstPage(session?.permissions ?? []) as never, replace: true })
  },
})

const tree = root.addChildren([
  ...sessionRoutes,
  signedIn.addChildren([
    home,
    ...situationRoutes,
    ...overviewRoutes,
    ...eventsRoutes,
    ...alertsRoutes,
    ...incidentsRoutes,
    ...entitiesRoutes,
    ...exposureRoutes,
    ...playbooksRoutes,
    ...sourcesRoutes,
    ...rulesRoutes,
    ...coverageRoutes,
    ...noticesRoutes,
    ...clocksRoutes,
    ...dutyRoutes,
    ...drillsRoutes,
    ...recoveryRoutes,
    ...complianceRoutes,
    ...dataRoutes,
    ...risksRoutes,
    ...ciiRoutes,
    ...samplesRoutes,
    ...reportsRoutes,
    ...indicatorsRoutes,
    ...inventoryRoutes,
    ...accountsRoutes,
    ...unitsRoutes,
    ...tokensRoutes,
    ...auditRoutes,
    ...settingsRoutes,
    ...accountRoutes,
  ]),
])

export const router = createRouter({
  routeTree: tree,
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  defaultPendingComponent: Waiting,
  defaultErrorComponent: PageFailed,
  defaultNotFoundComponent: NotFoundPage,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
