import { useQuery } from '@tanstack/react-query'
import { theme } from 'antd'
import { useDeferredValue, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { visible } from '@/shared/visible'
import { useWords } from '@/shared/words'
import { checkQuery } from './api'
import { unitOffset } from './completion'

const PAUSE_MS = 350
const AROUND = 40

/** Where reading a query failed, once typing pauses. Nothing while it can be understood. */
export const QueryMistake = ({ q }: { q: string }) => {
  const { t } = useTranslation()
  const { token } = theme.useToken()
  const { zh } = useWords()
  const settled = useDeferredValue(useSettled(q))
  const { data } = useQuery({ ...checkQuery(settled), enabled: settled.trim() !== '' })
  if (data === undefined || settled !== q) return null
  if (data.valid) return <UnknownFields fields={data.unknown_fields} />
  const { message, hint } = told(data, zh)
  const at = data.position === null ? null : unitOffset(q, data.position)
  return (
    <div role="alert" style={{ marginTop: 4, fontSize: token.fontSizeSM, color: 'var(--level-critical)' }}>
      {at !== null && (
        <code style={{ whiteSpace: 'pre-wrap', marginInlineEnd: 8 }}>
          {at > AROUND && '…'}
          {visible(q.slice(Math.max(0, at - AROUND), at))}
          <mark
            style={{
              background: token.colorErrorBg,
              color: 'inherit',
              outline: `1px solid ${token.colorError}`,
            }}
          >
            {visible(q.slice(at, at + 1)) || t('events:query.end')}
          </mark>
          {visible(q.slice(at + 1, at + AROUND))}
        </code>
      )}
      {at !== null && <span>{t('events:query.at', { position: (data.position ?? 0) + 1 })}</span>}
      <span> {visible(message)}</span>
      {hint !== '' && <span style={{ color: token.colorTextSecondary }}> — {visible(hint)}</span>}
    </div>
  )
}

type Checked = Schemas['QueryChecked']

/** What is wrong and what to do, in the console's language where the mistake is a known one. */
const told = ({ mistake, message, hint }: Checked, zh: boolean): { message: string; hint: string } =>
  mistake === null
    ? { message: message ?? '', hint: hint ?? '' }
    : { message: zh ? mistake.message_zh : mistake.message, hint: zh ? mistake.hint_zh : mistake.hint }

/** A query that can be read, but looks into fields nothing has. */
const UnknownFields = ({ fields }: { fields: Checked['unknown_fields'] }) => {
  const { t } = useTranslation()
  const { token } = theme.useToken()
  if (fields.length === 0) return null
  return (
    <div role="status" style={{ marginTop: 4, fontSize: token.fontSizeSM, color: 'var(--level-medium)' }}>
      {fields.map(({ field, near }) => (
        <div key={field}>
          {t('events:query.unknown', { name: visible(field) })}
          {near.length > 0 && <> — {t('events:query.unknown.like', { names: near.map(visible).join(', ') })}</>}
        </div>
      ))}
    </div>
  )
}

const useSettled = (text: string): string => {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
