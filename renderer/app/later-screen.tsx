import { lazy, use } from 'react'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { allTexts } from './i18n.ts'

/** A screen that is loaded, with its texts, when it is first shown: only frame and list belong to a start. Waits as Suspense does. */
export function laterScreen<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const Loaded: ComponentType<Props> = lazy(async () => ({ default: await load() }))
  return function LaterScreen(props: Props) {
    const { i18n } = useTranslation()
    use(allTexts(i18n))
    return <Loaded {...props} />
  }
}
