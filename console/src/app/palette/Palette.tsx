import { useQuery } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { Input, type InputRef, Modal } from 'antd'
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Choice, choices } from '@/app/palette/choices'
import { useRecent } from '@/shared/recent'
import { useMay, useSession } from '@/shared/session'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { viewsQuery } from '@/shared/views/api'

interface PaletteProps {
  open: boolean
  onClose: () => void
}

/** One field for going anywhere: pages, what was seen lately, saved views, and searches for what is typed. */
export const Palette = ({ open, onClose }: PaletteProps) => {
  const { t } = useTranslation()
  const session = useSession()
  const navigate = useNavigate()
  const router = useRouter()
  const recent = useRecent()
  const views = useQuery({ ...viewsQuery(), enabled: useMay('views:own') && open })
  const input = useRef<InputRef>(null)
  const list = useId()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const found = useMemo(
    () => choices(typed, { permissions: session.permissions, recent, views: views.data?.items ?? [], t }),
    [typed, session.permissions, recent, views.data, t],
  )
  const chosen = Math.min(at, found.length - 1)
  useEffect(() => {
    if (open) {
      setTyped('')
      setAt(0)
    }
  }, [open])
  useEffect(() => {
    document.getElementById(`${list}-${chosen}`)?.scrollIntoView({ block: 'nearest' })
  }, [list, chosen])
  const take = (choice: Choice | undefined) => {
    if (choice === undefined) return
    onClose()
    if (choice.search) void navigate({ to: choice.to as never, search: choice.search as never })
    else router.history.push(choice.to)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1
      setAt((chosen + step + found.length) % Math.max(1, found.length))
    } else if (event.key === 'Enter') take(found[chosen])
    else return
    event.preventDefault()
  }
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      closable={false}
      width={640}
      style={{ top: 96 }}
      title={<span className="fs-unseen">{t('palette:title')}</span>}
      styles={{ header: { margin: 0 } }}
      afterOpenChange={(shown) => shown && input.current?.focus()}
      destroyOnHidden
    >
      <Input
        ref={input}
        autoFocus
        size="large"
        value={typed}
        maxLength={2_000}
        spellCheck={false}
        autoComplete="off"
        placeholder={t('palette:placeholder')}
        aria-label={t('palette:title')}
        role="combobox"
        aria-expanded
        aria-controls={list}
        aria-activedescendant={found.length > 0 ? `${list}-${chosen}` : undefined}
        onChange={(event) => {
          setTyped(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div id={list} role="listbox" aria-label={t('palette:title')} className="fs-palette">
        {found.length === 0 && <p className="fs-more">{t('palette:none')}</p>}
        {found.map((choice, place) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the text field that controls this list
          <div
            key={choice.id}
            id={`${list}-${place}`}
            role="option"
            tabIndex={-1}
            aria-selected={place === chosen}
            data-first={choice.group !== found[place - 1]?.group}
            data-group={t(`palette:group.${choice.group}`)}
            onMouseMove={() => setAt(place)}
            onClick={() => take(choice)}
          >
            <UntrustedText text={choice.label} limit={300} ellipsis />
            <span className="fs-more">{choice.note}</span>
          </div>
        ))}
      </div>
      <p className="fs-note fs-more">{t('palette:hint')}</p>
    </Modal>
  )
}
