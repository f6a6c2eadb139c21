// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import { act } from 'react'
import { afterEach, expect, it } from 'vitest'
import { usePrinting } from '../../../renderer/components/use-printing.ts'

afterEach(cleanup)

function Inner() {
  return <p>{usePrinting() ? 'inner on paper' : 'inner on screen'}</p>
}

function Sheet() {
  const printing = usePrinting()
  return (
    <div>
      <p>{printing ? 'on paper' : 'on screen'}</p>
      {printing && <Inner />}
    </div>
  )
}

it('tells also what is made for paper only that it is printed', () => {
  render(<Sheet />)
  expect(screen.queryByText('on screen')).not.toBeNull()
  act(() => void window.dispatchEvent(new Event('beforeprint')))
  expect(screen.queryByText('on paper')).not.toBeNull()
  expect(screen.queryByText('inner on paper')).not.toBeNull()
  act(() => void window.dispatchEvent(new Event('afterprint')))
  expect(screen.queryByText('on screen')).not.toBeNull()
  expect(screen.queryByText(/inner/)).toBeNull()
})
