import { theme } from 'antd'
import { useEffect, useRef } from 'react'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import type { Suggestion } from './useSuggestions'

type Props = { id: string; items: readonly Suggestion[]; chosen: number; onTake: (at: number) => void }

/** What the word at the caret could be. Stays open while the pointer is down, so that a click arrives. */
export const Suggestions = ({ id, items, chosen, onTake }: Props) => {
  const { token } = theme.useToken()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <div
      id={id}
      ref={list}
      role="listbox"
      style={{
        position: 'absolute',
        zIndex: token.zIndexPopupBase,
        insetInline: 0,
        top: '100%',
        marginTop: 4,
        maxHeight: 320,
        overflowY: 'auto',
        padding: 4,
        background: token.colorBgElevated,
        borderRadius: token.borderRadiusLG,
        boxShadow: token.boxShadowSecondary,
      }}
    >
      {items.map((item, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the text field that controls this list
        <div
          key={item.label}
          id={`${id}-${at}`}
          role="option"
          tabIndex={-1}
          aria-selected={at === chosen}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(at)}
          style={{
            display: 'flex',
            gap: 12,
            padding: '3px 8px',
            cursor: 'pointer',
            borderRadius: token.borderRadius,
            background: at === chosen ? token.controlItemBgHover : undefined,
          }}
        >
          <span style={{ flex: '0 1 auto', maxWidth: '60%', fontFamily: token.fontFamilyCode }}>
            <UntrustedText text={item.label} ellipsis />
          </span>
          <span style={{ flex: 1, minWidth: 0, color: token.colorTextTertiary, textAlign: 'end' }}>
            <UntrustedText text={item.note} ellipsis />
          </span>
        </div>
      ))}
    </div>
  )
}
