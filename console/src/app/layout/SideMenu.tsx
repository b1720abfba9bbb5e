import { useNavigate, useRouterState } from '@tanstack/react-router'
import { Menu, type MenuProps } from 'antd'
import { type KeyboardEvent, type MouseEvent, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Shortcut } from '@/app/layout/Shortcut'
import { menuFor } from '@/app/menu'
import { useSession } from '@/shared/session'

interface SideMenuProps {
  folded: boolean
}

export const SideMenu = ({ folded }: SideMenuProps) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const groups = menuFor(useSession().permissions)
  const entries = groups.flatMap((group) => group.entries)
  const current = entries.find((entry) => path === entry.path || path.startsWith(`${entry.path}/`))?.path
  const nav = useRef<HTMLElement>(null)
  useEffect(() => {
    if (current) nav.current?.querySelector('.ant-menu-item-selected')?.scrollIntoView({ block: 'nearest' })
  }, [current])
  const go = (to: string) => void navigate({ to: to as never })
  const items: MenuProps['items'] = groups.flatMap((group): NonNullable<MenuProps['items']> => {
    const children = group.entries.map((entry) => ({
      key: entry.path,
      icon: entry.icon,
      title: t(entry.label),
      // A real address, for opening in another tab; the plain click stays within the page.
      label: (
        <a href={entry.path} tabIndex={-1} onClick={(event) => plain(event) && event.preventDefault()}>
          {t(entry.label)}
        </a>
      ),
    }))
    if (group.label === undefined || folded) return children
    return [{ key: group.label, type: 'group' as const, label: t(group.label), children }]
  })
  return (
    <nav ref={nav} aria-label={t('app:menu')} className="fs-side">
      <div className="fs-brand">
        <img src="/icon.svg" alt="" width={26} height={26} />
        {!folded && <span>{t('app:name')}</span>}
      </div>
      <Menu
        theme="dark"
        mode="inline"
        inlineCollapsed={folded}
        items={items}
        selectedKeys={current ? [current] : []}
        onClick={({ key: to, domEvent }) => {
          if (plain(domEvent)) go(to)
        }}
      />
      {entries.map((entry) => (
        <Shortcut key={entry.path} keys={`g ${entry.letter}`} label={entry.label} run={() => go(entry.path)} />
      ))}
    </nav>
  )
}

const plain = (event: MouseEvent | KeyboardEvent): boolean =>
  !(event.ctrlKey || event.metaKey || event.shiftKey || ('button' in event && event.button !== 0))
