import type { FastifyInstance } from 'fastify'
import { registerCaseRoutes } from '../api/case-routes.ts'
import { registerExportRoutes } from '../api/export-routes.ts'
import { registerAdminRoutes } from '../administration/routes.ts'
import { registerOrganisationRoutes } from '../organisation/routes.ts'
import { registerDevRoutes } from '../api/dev.ts'
import { registerHealthRoutes } from '../api/health.ts'
import { registerIntakeRoutes } from '../api/intake-routes.ts'
import { registerOpenapiRoute } from '../api/openapi.ts'
import { registerFileRoutes } from '../files/routes.ts'
import { registerPokeRoute } from '../sync/poke.ts'
import { registerSyncRoutes } from '../sync/routes.ts'
import type { AppContext } from '../app-context.ts'

/** Adds its routes to the application. */
export type RouteModule = (app: FastifyInstance, context: AppContext) => void | Promise<void>

/** Every route module of the central server. */
export const routeModules: readonly RouteModule[] = [
  registerHealthRoutes,
  registerDevRoutes,
  registerSyncRoutes,
  registerPokeRoute,
  registerIntakeRoutes,
  registerCaseRoutes,
  registerExportRoutes,
  registerAdminRoutes,
  registerOrganisationRoutes,
  registerFileRoutes,
  registerOpenapiRoute,
]
