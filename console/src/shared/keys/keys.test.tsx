import { cleanup, fireEvent, render } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startShortcuts, useShortcut } from '@/shared/keys/shortcuts'
import { neighbour } from '@/shared/keys/useRowKeys'

let end: () => void
beforeEach(() => {
  end = startShortcuts()
})
afterEach(() => {
  cleanup()
  end()
})

const Keys = ({ pressed }: { pressed: string[] }) => {
  useShortcut('g a', 'menu:alerts', () => pressed.push('alerts'))
  useShortcut('a', 'menu:alerts', () => pressed.push('a'))
  return <input aria-label="field" />
}

describe('keys', () => {
  it('work alone and after a leader', () => {
    const pressed: string[] = []
    render(<Keys pressed={pressed} />)
    for (const key of ['a', 'g', 'a', 'a']) fireEvent.keyDown(document.body, { key })
    expect(pressed).toEqual(['a', 'alerts', 'a'])
  })

  it('are off while somebody types, and with Ctrl', () => {
    const pressed: string[] = []
    const { getByLabelText } = render(<Keys pressed={pressed} />)
    fireEvent.keyDown(getByLabelText('field'), { key: 'a' })
    fireEvent.keyDown(document.body, { key: 'a', ctrlKey: true })
    expect(pressed).toEqual([])
  })

  it('end with the component', () => {
    const pressed: string[] = []
    render(<Keys pressed={pressed} />).unmount()
    fireEvent.keyDown(document.body, { key: 'a' })
    expect(pressed).toEqual([])
  })

  it('move within the rows and stop at the ends', () => {
    expect(neighbour(['a', 'b'], undefined, 1)).toBe('a')
    expect(neighbour(['a', 'b'], undefined, -1)).toBe('b')
    expect(neighbour(['a', 'b'], 'b', 1)).toBe('b')
    expect(neighbour(['a', 'b'], 'gone', 1)).toBe('a')
    expect(neighbour([], undefined, 1)).toBeUndefined()
  })
})
