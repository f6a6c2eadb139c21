import type { FastifyInstance } from 'fastify'
import type { AppContext } from '../app-context.ts'
import { registerDownloadRoute } from './download-route.ts'
import { openIncomingUploads } from './incoming-uploads.ts'
import { registerUploadRoutes } from './upload-routes.ts'

/** Everything under `/files`: tus uploads of announced files and ranged downloads. */
export async function registerFileRoutes(app: FastifyInstance, context: AppContext): Promise<void> {
  const incoming = openIncomingUploads(context.config.filesFolder, context.config.maxFileBytes)
  app.addHook('onReady', async () => {
    await incoming.forgetOld()
  })
  await app.register(async (scope) => registerUploadRoutes(scope, { context, incoming }))
  registerDownloadRoute(app, context)
}
