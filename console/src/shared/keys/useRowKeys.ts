import { key } from '@/shared/i18n'
import { useShortcut } from '@/shared/keys/shortcuts'

interface RowKeys<T> {
  rows: readonly T[]
  rowKey: (row: T) => string
  selected: string | undefined
  onSelect: (rowKey: string) => void
  onOpen?: (row: T) => void
  onClose?: () => void
}

/** The neighbour of the selected row; the first or last where none is selected. */
export const neighbour = (keys: readonly string[], selected: string | undefined, step: 1 | -1): string | undefined => {
  const at = selected === undefined ? -1 : keys.indexOf(selected)
  if (at < 0) return step === 1 ? keys[0] : keys.at(-1)
  return keys[Math.min(Math.max(at + step, 0), keys.length - 1)]
}

/** j and k through a table's rows, Enter opens, Escape closes. The selected row is scrolled to. */
export const useRowKeys = <T>({ rows, rowKey, selected, onSelect, onOpen, onClose }: RowKeys<T>): void => {
  const move = (step: 1 | -1) => {
    const next = neighbour(rows.map(rowKey), selected, step)
    if (next === undefined) return
    onSelect(next)
    const row = document.querySelector(`[data-row-key="${CSS.escape(next)}"]`)
    row?.scrollIntoView({ block: 'nearest' })
  }
  useShortcut('j', key('keys:next'), () => move(1), rows.length > 0)
  useShortcut('k', key('keys:previous'), () => move(-1), rows.length > 0)
  useShortcut(
    'Enter',
    key('keys:open'),
    () => {
      const row = rows.find((each) => rowKey(each) === selected)
      if (row) onOpen?.(row)
    },
    onOpen !== undefined && selected !== undefined,
  )
  useShortcut('Escape', key('keys:close'), () => onClose?.(), onClose !== undefined)
}
