import { useShortcut } from '@/shared/keys/shortcuts'

interface ShortcutProps {
  keys: string
  label: string
  run: () => void
}

/** A shortcut that exists as long as it is drawn. */
export const Shortcut = ({ keys, label, run }: ShortcutProps) => {
  useShortcut(keys, label, run)
  return null
}
