import { Link } from '@tanstack/react-router'
import { Descriptions, Flex } from 'antd'
import { useTranslation } from 'react-i18next'
import { PivotValue } from '@/shared/events/PivotValue'
import { useMay } from '@/shared/session'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import type { AlertDetail } from './alert'
import { around, evidenceQuery, measured } from './evidence'
import { useWords } from './useWords'

const SHOWN = 30

/** Why it fired: the fields and values that satisfied the rule, and the events they come from. */
export const AlertReason = ({ alert }: { alert: AlertDetail }) => {
  const { t } = useTranslation()
  const { number } = useWords()
  const maySearch = useMay('events:read')
  const query = evidenceQuery(alert.event_ids)
  return (
    <Flex vertical gap="small">
      <Descriptions
        bordered
        size="small"
        column={1}
        styles={{ label: { width: 220 } }}
        items={Object.entries(alert.matched).map(([field, value]) => ({
          key: field,
          label: measured(field) ? t(`alerts:measured.${field}`) : <UntrustedText text={field} limit={256} mono />,
          children: <MatchedValue field={field} value={value} />,
        }))}
      />
      {maySearch && query !== null && (
        <Link to="/events" search={{ q: query, ...around(alert) } as never}>
          {t('alerts:evidence', { number: number(alert.event_count) })}
        </Link>
      )}
    </Flex>
  )
}

const MatchedValue = ({ field, value }: { field: string; value: unknown }) => {
  const values = Array.isArray(value) ? value.slice(0, SHOWN) : [value]
  return (
    <Flex wrap gap={6}>
      {values.map((one, at) => {
        const place = `${at}`
        const plain = typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean'
        return plain && !measured(field) ? (
          <PivotValue key={place} field={field} value={one}>
            <UntrustedText text={String(one)} limit={2_000} />
          </PivotValue>
        ) : (
          <UntrustedText key={place} text={plain ? String(one) : (JSON.stringify(one) ?? '')} limit={2_000} />
        )
      })}
      {Array.isArray(value) && value.length > SHOWN && <span>+{value.length - SHOWN}</span>}
    </Flex>
  )
}
