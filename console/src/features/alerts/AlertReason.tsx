import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Descriptions, Flex, theme } from 'antd'
import { useTranslation } from 'react-i18next'
import { PivotValue, usePivotRange } from '@/shared/events/PivotValue'
import { useMay } from '@/shared/session'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import type { AlertDetail } from './alert'
import { evidenceEventQuery } from './api'
import { eventField, evidenceQuery, facts, measured, sentence } from './evidence'

const SHOWN = 30

/** Why it fired: the fields and values that satisfied the rule, and the events they come from. */
export const AlertReason = ({ alert }: { alert: AlertDetail }) => {
  const { t, i18n } = useTranslation()
  const { token } = theme.useToken()
  const { number } = useWords()
  const range = usePivotRange()
  const maySearch = useMay('events:read')
  const query = evidenceQuery(alert.event_ids)
  const [first = ''] = alert.event_ids
  const event = useQuery({ ...evidenceEventQuery(first), enabled: maySearch && first !== '' })
  const why = sentence(alert.matched, i18n.language === 'zh-CN')
  const rows = facts(alert.matched).map(([field, value]) => {
    const values = Array.isArray(value) ? value : [value]
    const held = measured(field) ? null : eventField(field, values[0], event.data?.fields ?? {})
    return { field, values, held }
  })
  return (
    <Flex vertical gap="small">
      {why !== null && <UntrustedText text={why} limit={2_000} />}
      <Descriptions
        bordered
        size="small"
        column={1}
        styles={{ label: { width: 220 } }}
        items={rows.map(({ field, values, held }) => ({
          key: field,
          label: measured(field) ? (
            t(`alerts:measured.${field}`)
          ) : (
            <>
              <UntrustedText text={field} limit={256} mono />
              {held !== null && held !== field && (
                <div style={{ fontSize: token.fontSizeSM, color: token.colorTextTertiary }}>
                  <UntrustedText text={held} limit={256} mono />
                </div>
              )}
            </>
          ),
          children: <MatchedValues field={held} values={values} />,
        }))}
      />
      {maySearch && query !== null && (
        <Link to="/events" search={{ q: query, ...range }}>
          {t('alerts:evidence', { number: number(alert.event_count) })}
        </Link>
      )}
    </Flex>
  )
}

/** field: what the events call it; without one there is nothing to search for. */
const MatchedValues = ({ field, values }: { field: string | null; values: readonly unknown[] }) => (
  <Flex wrap gap={6}>
    {values.slice(0, SHOWN).map((value, at) => {
      const place = `${at}`
      return <MatchedValue key={place} field={field} value={value} />
    })}
    {values.length > SHOWN && <span>+{values.length - SHOWN}</span>}
  </Flex>
)

const MatchedValue = ({ field, value }: { field: string | null; value: unknown }) => {
  const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  const text = <UntrustedText text={plain ? String(value) : (JSON.stringify(value) ?? '')} limit={2_000} />
  if (!plain || field === null) return text
  return (
    <PivotValue field={field} value={value}>
      {text}
    </PivotValue>
  )
}
