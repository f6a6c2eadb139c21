import { QueryClientProvider } from '@tanstack/react-query'
import type { i18n } from 'i18next'
import { renderToStaticMarkup } from 'react-dom/server'
import { I18nextProvider } from 'react-i18next'
import { Router } from 'react-router'
import type { Navigator } from 'react-router'
import type { FirstScreenV1, StillV1 } from '../../../shared/ipc/first-screen.ts'
import { stillPreferences } from '../../../shared/ipc/still-preferences.ts'
import { createQueueMemoryStore } from '../../features/queue/queue-memory.ts'
import type { DeskServices } from '../../platform/desk-services.tsx'
import { showFirstScreen } from '../../platform/first-screen.ts'
import { createQueryClient, Providers } from '../providers.tsx'
import { DeskRoutes } from '../routes.tsx'
import { SessionContext } from '../session-context.tsx'
import type { DeskSession } from '../session-context.tsx'
import { stillMarkup } from './still-markup.ts'

const stay = () => undefined
// Nobody walks in a picture.
const nowhere: Navigator = { createHref: () => '#/', go: stay, push: stay, replace: stay }

type OfferedScreen = Readonly<{ screen: string; edition: number }>

export type StillParts = Readonly<{ services: DeskServices; session: DeskSession['session']; texts: i18n }>

/** The first frame of the next start over `screen`, by the very components that will draw it again then. */
export function stillOf({ services, session, texts }: StillParts, screen: FirstScreenV1): StillV1 {
  const client = createQueryClient()
  showFirstScreen(client, services.worker, screen)
  const desk = { session: { ...session, needsSignIn: false }, onSignIn: () => undefined }
  try {
    const drawn = renderToStaticMarkup(
      <I18nextProvider i18n={texts}>
        <Providers services={services} screen={null}>
          <QueryClientProvider client={client}>
            <SessionContext value={{ ...desk, queueMemory: createQueueMemoryStore() }}>
              <Router location="/hang-doi" navigator={nowhere} static>
                <DeskRoutes />
              </Router>
            </SessionContext>
          </QueryClientProvider>
        </Providers>
      </I18nextProvider>,
    )
    return { ...stillMarkup(drawn), preferences: stillPreferences((key) => services.preferences.get(key)) }
  } finally {
    client.clear()
  }
}

/** Draws an offered first screen and gives its still to the worker to keep. */
export async function drawStill(parts: StillParts, { screen, edition }: OfferedScreen): Promise<void> {
  const still = stillOf(parts, JSON.parse(screen) as FirstScreenV1)
  await parts.services.worker.firstScreen.keepStill({ edition, still })
}
