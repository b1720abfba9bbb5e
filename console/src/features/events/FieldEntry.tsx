import { theme } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import type { Asked } from './api'
import { ColumnToggle } from './ColumnToggle'
import { TopValues } from './TopValues'

type Props = {
  asked: Asked
  field: string
  /** Of the loaded events that have it, 0 to 1. */
  share: number
  icon: ReactNode
  open: boolean
  column: boolean
  onOpen: () => void
  onColumn: (field: string) => void
  onExists: (field: string, exists: boolean) => void
}

/** A field by name; opened, with its values. */
export const FieldEntry = ({ asked, field, share, icon, open, column, onOpen, onColumn, onExists }: Props) => {
  const { t } = useTranslation()
  const { token } = theme.useToken()
  return (
    <li data-field={field}>
      <div style={{ display: 'flex', alignItems: 'center', gap: 4 }}>
        <button
          type="button"
          aria-expanded={open}
          onClick={onOpen}
          style={{
            flex: 1,
            minWidth: 0,
            display: 'flex',
            alignItems: 'center',
            gap: 8,
            padding: '3px 4px',
            font: 'inherit',
            color: 'inherit',
            textAlign: 'start',
            background: 'none',
            border: 0,
            cursor: 'pointer',
          }}
        >
          <span style={{ fontSize: 9, color: token.colorTextTertiary }}>{icon}</span>
          <span style={{ flex: 1, minWidth: 0 }}>
            <UntrustedText text={field} ellipsis />
          </span>
          <span style={{ color: token.colorTextTertiary }} title={t('events:fields.loaded')}>
            {Math.max(1, Math.round(100 * share))}%
          </span>
        </button>
        <ColumnToggle field={field} shown={column} onToggle={onColumn} />
      </div>
      {open && (
        <div style={{ padding: '2px 4px 8px 20px' }}>
          <TopValues asked={asked} field={field} onExists={onExists} />
        </div>
      )}
    </li>
  )
}
