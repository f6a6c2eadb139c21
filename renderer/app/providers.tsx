import { MantineProvider } from '@mantine/core'
import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { FirstScreenV1 } from '../../shared/ipc/first-screen.ts'
import { showFirstScreen } from '../platform/first-screen.ts'
import { ServicesProvider } from '../platform/desk-services.tsx'
import type { DeskServices } from '../platform/desk-services.tsx'
import type { PreferenceStore } from '../platform/preferences.ts'
import { deskTheme } from './theme.ts'

/** The worker answers without a network, so its queries never wait for one. */
export const createQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', staleTime: Infinity, retry: 2, retryDelay: 300, refetchOnWindowFocus: false },
      mutations: { networkMode: 'always', retry: false },
    },
  })

const schemes = ['auto', 'light', 'dark'] as const

export function colorSchemeOf(stored: unknown): MantineColorScheme {
  return schemes.find((scheme) => scheme === stored) ?? 'auto'
}

/**
 * Keeps the theme with the other preferences of the profile; the page has no storage of its own. Mantine stores again what
 * it is told of, so it is told only of a theme it does not have yet.
 */
export function schemeManager(preferences: PreferenceStore): MantineColorSchemeManager {
  const stored = () => colorSchemeOf(preferences.get('appearance.theme'))
  let known = stored()
  let stop: (() => void) | null = null
  const set = (scheme: MantineColorScheme) => {
    known = scheme
    if (stored() !== scheme) preferences.set('appearance.theme', scheme)
  }
  return {
    get: stored,
    set,
    subscribe: (onUpdate) => {
      stop = preferences.subscribe(() => {
        const scheme = stored()
        if (scheme === known) return
        known = scheme
        onUpdate(scheme)
      })
    },
    unsubscribe: () => stop?.(),
    clear: () => set('auto'),
  }
}

export type ProvidersProps = Readonly<{ services: DeskServices; screen: FirstScreenV1 | null; children: ReactNode }>

export function Providers({ services, screen, children }: ProvidersProps) {
  const [client] = useState(() => {
    const fresh = createQueryClient()
    if (screen !== null) showFirstScreen(fresh, services.worker, screen)
    return fresh
  })
  const [manager] = useState(() => schemeManager(services.preferences))
  return (
    // Variables and classes come from theme.css: inline style sheets are refused by the CSP.
    <MantineProvider
      theme={deskTheme}
      colorSchemeManager={manager}
      defaultColorScheme="auto"
      withCssVariables={false}
      withStaticClasses={false}
      withGlobalClasses={false}
    >
      <ServicesProvider services={services}>
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
      </ServicesProvider>
    </MantineProvider>
  )
}
