import { SearchOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { key } from '@/shared/i18n'
import { useShortcut } from '@/shared/keys/shortcuts'

const Palette = lazy(() => import('@/app/palette/Palette').then((module) => ({ default: module.Palette })))

/** Opens the palette: by the button, by Ctrl-K or ⌘K also while typing, by `:` while not. */
export const PaletteButton = () => {
  const { t } = useTranslation()
  const [open, setOpen] = useState<boolean | undefined>()
  useShortcut(':', key('palette:key'), () => setOpen(true))
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'k') return
      event.preventDefault()
      setOpen((before) => !before)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  return (
    <>
      <Button icon={<SearchOutlined />} className="fs-find" onClick={() => setOpen(true)} aria-haspopup="dialog">
        <span>{t('palette:button')}</span> <kbd>Ctrl K</kbd>
      </Button>
      {open !== undefined && (
        <Suspense fallback={null}>
          <Palette open={open} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
