import { DownOutlined, RightOutlined } from '@ant-design/icons'
import { Input, theme } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Asked, EventRead } from './api'
import { FieldEntry } from './FieldEntry'
import { fieldCounts } from './fieldCounts'

type Props = {
  asked: Asked
  events: readonly EventRead[]
  columns: readonly string[]
  height: number
  onColumn: (field: string) => void
  onExists: (field: string, exists: boolean) => void
}

const MOST = 400

/** The fields of the events that are loaded; opened, a field shows its most frequent values in the whole range. */
export const FieldPanel = ({ asked, events, columns, height, onColumn, onExists }: Props) => {
  const { t, i18n } = useTranslation()
  const { token } = theme.useToken()
  const [filter, setFilter] = useState('')
  const [open, setOpen] = useState<string | null>(null)
  const counts = useMemo(() => fieldCounts(events), [events])
  const shown = counts.filter(({ name }) => name.toLowerCase().includes(filter.trim().toLowerCase())).slice(0, MOST)
  return (
    <section
      aria-label={t('events:fields.title')}
      className="fs-panel"
      style={{
        width: 272,
        flex: 'none',
        boxSizing: 'border-box',
        height,
        display: 'flex',
        flexDirection: 'column',
        gap: 8,
        padding: 8,
      }}
    >
      <Input
        size="small"
        allowClear
        value={filter}
        placeholder={t('events:fields.filter', { number: counts.length.toLocaleString(i18n.language) })}
        aria-label={t('events:fields.filter.label')}
        onChange={(event) => setFilter(event.target.value)}
      />
      <ul style={{ flex: 1, margin: 0, padding: 0, listStyle: 'none', overflowY: 'auto', fontSize: token.fontSizeSM }}>
        {shown.map(({ name, events: number }) => (
          <FieldEntry
            key={name}
            asked={asked}
            field={name}
            share={number / Math.max(1, events.length)}
            icon={open === name ? <DownOutlined /> : <RightOutlined />}
            open={open === name}
            column={columns.includes(name)}
            onOpen={() => setOpen(open === name ? null : name)}
            onColumn={onColumn}
            onExists={onExists}
          />
        ))}
      </ul>
    </section>
  )
}
