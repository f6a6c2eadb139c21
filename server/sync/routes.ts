import type { FastifyInstance } from 'fastify'
import { syncContract } from '../../shared/contract/routes.ts'
import type { AppContext } from '../app-context.ts'
import { mount } from '../http/mount.ts'
import { officialOfRequest } from '../identity/officials.ts'
import { register } from './clients.ts'
import { digest } from './digest.ts'
import { pull } from './pull/pull.ts'
import { push } from './push/push.ts'
import { openFileKeys } from './rescue/open-file-keys.ts'
import { rescue } from './rescue/rescue.ts'
import { wiped } from './rescue/wiped.ts'

/** The JSON routes of synchronisation, for signed-in officials. */
export function registerSyncRoutes(app: FastifyInstance, context: AppContext): void {
  mount(app, {
    contract: syncContract,
    authenticate: (request) => officialOfRequest(context, request),
    handlers: {
      register: (input, official) => register(context, official, input),
      push: (input, official) => push(context, official, input),
      pull: (input, official) => pull(context, official, input),
      digest: (input, official) => digest(context, official, input),
      rescue: (input, official) => rescue(context, official, input),
      rescueFiles: (input, official) => openFileKeys(context, official, input),
      wiped: (input, official) => wiped(context, official, input),
    },
  })
}
