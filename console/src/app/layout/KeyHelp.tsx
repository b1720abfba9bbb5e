import { Descriptions, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { key } from '@/shared/i18n'
import { useShortcut, useShortcuts } from '@/shared/keys/shortcuts'

/** The search box of the page, wherever it is: `data-search` marks it. */
const focusSearch = (): void =>
  document
    .querySelector<HTMLElement>('[data-search] input, input[data-search], [data-search] [contenteditable]')
    ?.focus()

export const KeyHelp = () => {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  useShortcut('?', key('keys:help'), () => setOpen((before) => !before))
  useShortcut('/', key('keys:search'), focusSearch)
  const shown = new Map(useShortcuts().map((shortcut) => [shortcut.keys, shortcut.label]))
  return (
    <Modal title={t('keys:title')} open={open} onCancel={() => setOpen(false)} footer={null} width={560}>
      <Descriptions
        size="small"
        column={2}
        items={[['Ctrl K', key('palette:key')] as const, ...[...shown].sort()].map(([keys, label]) => ({
          key: keys,
          label: t(label),
          children: <kbd>{keys}</kbd>,
        }))}
      />
    </Modal>
  )
}
