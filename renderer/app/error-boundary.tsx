import { Button } from '@mantine/core'
import { Component } from 'react'
import type { ErrorInfo, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

type BoundaryProps = Readonly<{ children: ReactNode }>
type BoundaryState = Readonly<{ code: string | null }>

function CrashNotice({ code, onReset }: { code: string; onReset: () => void }) {
  const { t } = useTranslation()
  return (
    <div role="alert" style={{ padding: 32, maxWidth: 560 }}>
      <h1 style={{ fontSize: 18, margin: '0 0 8px' }}>{t('frame.crashTitle')}</h1>
      <p>{t('frame.crashBody')}</p>
      <p>{t('frame.crashCode', { code })}</p>
      <Button size="xs" onClick={onReset}>
        {t('frame.crashReload')}
      </Button>
    </div>
  )
}

/** Keeps an error inside the screen that met it; the rail, the status bar and everything saved stay. */
export class ErrorBoundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { code: null }

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { code: error instanceof Error ? error.name : 'unknown' }
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    console.error('screen_crashed', error, info.componentStack)
  }

  override render(): ReactNode {
    const { code } = this.state
    if (code === null) return this.props.children
    return <CrashNotice code={code} onReset={() => this.setState({ code: null })} />
  }
}
