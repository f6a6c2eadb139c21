import { useEffect, useRef } from 'react'

/** Whether the person has pressed anything; it changes without a new rendering. */
export type Touched = Readonly<{ current: boolean }>

/** Whether the person has pressed anything since the desk was shown. */
export function useTouched(): Touched {
  const touched = useRef(false)
  useEffect(() => {
    const touch = () => {
      touched.current = true
    }
    window.addEventListener('pointerdown', touch, { capture: true })
    window.addEventListener('keydown', touch, { capture: true })
    return () => {
      window.removeEventListener('pointerdown', touch, { capture: true })
      window.removeEventListener('keydown', touch, { capture: true })
    }
  }, [])
  return touched
}
