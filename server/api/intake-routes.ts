import type { FastifyInstance } from 'fastify'
import { intakeContract } from '../../shared/contract/routes.ts'
import type { AppContext } from '../app-context.ts'
import { mount } from '../http/mount.ts'
import { createFromIntake } from './intake-create.ts'
import { intakeCallerOf, prepareIntakeKey } from './intake-key.ts'
import { changesAfter, showToCitizen } from './intake-status.ts'
import { takeStep } from './intake-steps.ts'

/**
 * The citizen's side, for iHaNoi with an intake key (`Authorization: Intake KEY`). Once the server listens, the key is taken from
 * the environment's IHANOI_INTAKE_KEY; without it a development server makes one and prints it on stderr.
 */
export function registerIntakeRoutes(app: FastifyInstance, context: AppContext): void {
  app.addHook('onListen', async () => {
    const key = await prepareIntakeKey(context, process.env['IHANOI_INTAKE_KEY'])
    if (key !== null) process.stderr.write(`intake: development key, to be sent as "Authorization: Intake ${key}"\n`)
  })
  mount(app, {
    contract: intakeContract,
    authenticate: (request) => intakeCallerOf(context, request),
    handlers: {
      create: (input, caller) => createFromIntake(context, input, caller),
      status: (input) => showToCitizen(context, input.caseNumber),
      answer: (input, caller) =>
        takeStep(context, caller, input.caseNumber, { name: 'citizenAnswered', text: input.text }),
      rate: (input, caller) =>
        takeStep(context, caller, input.caseNumber, { name: 'rate', rating: input.rating, text: input.comment ?? '' }),
      resume: (input, caller) => takeStep(context, caller, input.caseNumber, { name: 'resume', text: input.text }),
      changes: (input) => changesAfter(context, input.after),
    },
  })
}
