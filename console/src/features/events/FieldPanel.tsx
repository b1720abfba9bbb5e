import { Collapse, Input, Typography, theme } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import type { Asked, EventRead } from './api'
import { ColumnToggle } from './ColumnToggle'
import { fieldCounts } from './fieldCounts'
import { TopValues } from './TopValues'

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
      <div style={{ flex: 1, overflowY: 'auto', scrollbarWidth: 'thin' }}>
        <Collapse
          ghost
          accordion
          size="small"
          destroyOnHidden
          styles={{ header: { padding: '2px 4px', alignItems: 'center' }, body: { padding: '2px 4px 8px' } }}
          items={shown.map(({ name, events: number }) => ({
            key: name,
            label: (
              <span style={{ display: 'block', minWidth: 0, fontSize: token.fontSizeSM }}>
                <UntrustedText text={name} ellipsis />
              </span>
            ),
            extra: (
              <span style={{ display: 'flex', alignItems: 'center', gap: 2 }}>
                <Typography.Text
                  type="secondary"
                  style={{ fontSize: token.fontSizeSM }}
                  title={t('events:fields.loaded')}
                >
                  {percent(number, events.length)}
                </Typography.Text>
                <ColumnToggle field={name} shown={columns.includes(name)} onToggle={onColumn} />
              </span>
            ),
            children: <TopValues asked={asked} field={name} onExists={onExists} />,
          }))}
        />
      </div>
    </section>
  )
}

const percent = (part: number, whole: number): string =>
  `${Math.max(1, Math.round((100 * part) / Math.max(1, whole)))}%`
