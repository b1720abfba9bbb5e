import { SearchOutlined } from '@ant-design/icons'
import { Input, type InputRef, theme } from 'antd'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MAX_QUERY } from '@/shared/events/pivot'
import { key } from '@/shared/i18n'
import { useShortcut } from '@/shared/keys/shortcuts'
import type { Asked } from './api'
import { completed, wordAt } from './completion'
import { QueryMistake } from './QueryMistake'
import { Suggestions } from './Suggestions'
import { useSuggestions } from './useSuggestions'

/** The text of a search: names and values are completed, mistakes are shown at their character, Enter searches. */
export const QueryBar = ({ asked, onSearch }: { asked: Asked; onSearch: (q: string) => void }) => {
  const { t } = useTranslation()
  const { token } = theme.useToken()
  const input = useRef<InputRef>(null)
  const list = useId()
  const [draft, setDraft] = useState(asked.q)
  const [caret, setCaret] = useState<number | null>(null)
  const [chosen, setChosen] = useState(-1)
  useEffect(() => {
    setDraft(asked.q)
    setCaret(null)
  }, [asked.q])
  useShortcut('/', key('events:key.query'), () => input.current?.focus({ cursor: 'end' }))

  const word = caret === null ? null : wordAt(draft, caret)
  const suggestions = useSuggestions(word, asked)
  const open = word !== null && suggestions.length > 0

  const edit = (text: string, at: number | null) => {
    setDraft(text)
    setCaret(at)
    setChosen(-1)
  }
  const take = (at: number) => {
    const suggestion = suggestions[at]
    if (word === null || suggestion === undefined) return
    const next = completed(draft, word, suggestion.text)
    edit(next.query, next.caret)
    requestAnimationFrame(() => {
      input.current?.focus()
      input.current?.setSelectionRange(next.caret, next.caret)
    })
  }
  const search = () => {
    setCaret(null)
    onSearch(draft.trim())
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') {
      if (open && chosen >= 0) take(chosen)
      else search()
    } else if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      const step = event.key === 'ArrowDown' ? 1 : -1
      setChosen((chosen + step + suggestions.length + (chosen < 0 && step < 0 ? 1 : 0)) % suggestions.length)
    } else if (open && event.key === 'Tab' && chosen >= 0) {
      take(chosen)
    } else if (event.key === 'Escape' && open) {
      setCaret(null)
      event.stopPropagation()
    } else return
    event.preventDefault()
  }
  return (
    <div style={{ position: 'relative', flex: 1, minWidth: 320 }}>
      <Input
        ref={input}
        value={draft}
        maxLength={MAX_QUERY}
        allowClear
        spellCheck={false}
        autoComplete="off"
        prefix={<SearchOutlined style={{ color: token.colorTextTertiary }} />}
        placeholder={t('events:query.placeholder')}
        aria-label={t('events:query.label')}
        role="combobox"
        aria-expanded={open}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={open && chosen >= 0 ? `${list}-${chosen}` : undefined}
        style={{ fontFamily: token.fontFamilyCode }}
        onChange={(event) => edit(event.target.value, event.target.selectionStart)}
        onClick={(event) => setCaret(event.currentTarget.selectionStart)}
        onKeyDown={onKeyDown}
        onBlur={() => setCaret(null)}
      />
      {open && <Suggestions id={list} items={suggestions} chosen={chosen} onTake={take} />}
      {!open && <QueryMistake q={draft} />}
    </div>
  )
}
