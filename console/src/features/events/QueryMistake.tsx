import { useQuery } from '@tanstack/react-query'
import { theme } from 'antd'
import { useDeferredValue, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { visible } from '@/shared/visible'
import { checkQuery } from './api'
import { unitOffset } from './completion'

const PAUSE_MS = 350
const AROUND = 40

/** Where reading a query failed, once typing pauses. Nothing while it can be understood. */
export const QueryMistake = ({ q }: { q: string }) => {
  const { t } = useTranslation()
  const { token } = theme.useToken()
  const settled = useDeferredValue(useSettled(q))
  const { data } = useQuery({ ...checkQuery(settled), enabled: settled.trim() !== '' })
  if (data === undefined || data.valid || settled !== q) return null
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
      <span> {visible(data.message ?? '')}</span>
      {data.hint !== null && <span style={{ color: token.colorTextSecondary }}> — {visible(data.hint)}</span>}
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
