import { Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { key } from '@/shared/i18n'
import { useShortcut, useShortcuts } from '@/shared/keys/shortcuts'

/** The search box of the page, wherever it is: `data-search` marks it. */
const focusSearch = (): void =>
  document
    .querySelector<HTMLElement>('[data-search] input, input[data-search], [data-search] [contenteditable]')
    ?.focus()

const EVERYWHERE = new Set(['?', '/', ':'])

export const KeyHelp = () => {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  useShortcut('?', key('keys:help'), () => setOpen((before) => !before))
  useShortcut('/', key('keys:search'), focusSearch)
  const shown = new Map(useShortcuts().map((shortcut) => [shortcut.keys, shortcut.label]))
  const groups = [
    { title: t('keys:here'), keys: [...shown].filter(([keys]) => !EVERYWHERE.has(keys) && !keys.startsWith('g ')) },
    {
      title: t('keys:everywhere'),
      keys: [['Ctrl K', key('palette:key')] as const, ...[...shown].filter(([keys]) => EVERYWHERE.has(keys))],
    },
    { title: t('keys:pages'), keys: [...shown].filter(([keys]) => keys.startsWith('g ')) },
  ]
  return (
    <Modal title={t('keys:title')} open={open} onCancel={() => setOpen(false)} footer={null} width={640}>
      {groups
        .filter(({ keys }) => keys.length > 0)
        .map(({ title, keys }) => (
          <section key={title} className="fs-keys">
            <h3>{title}</h3>
            <dl>
              {keys.map(([pressed, label]) => (
                <div key={pressed}>
                  <dt>
                    <kbd>{pressed}</kbd>
                  </dt>
                  <dd>{t(label)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
    </Modal>
  )
}
