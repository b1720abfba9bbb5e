import { theme } from 'antd'
import { PivotValue } from '@/shared/events/PivotValue'
import { usePreferences } from '@/shared/preferences'
import { formatTime } from '@/shared/time/format'
import { UntrustedText } from '@/shared/ui/UntrustedText'

type Scalar = string | number | boolean

const SHOWN = 50
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/

const scalar = (value: unknown): value is Scalar =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

type Props = { field: string; value: unknown; ellipsis?: boolean; whole?: boolean }

/** What an event has in a field, each value with its menu. whole: long texts are not cut. */
export const FieldValues = ({ field, value, ellipsis = false, whole = false }: Props) => {
  const { zone } = usePreferences()
  const { token } = theme.useToken()
  if (value === undefined || value === null) return <span style={{ color: token.colorTextQuaternary }}>—</span>
  const values = Array.isArray(value) ? value : [value]
  return (
    <span
      style={ellipsis ? { display: 'flex', gap: 6, minWidth: 0 } : { display: 'inline-flex', flexWrap: 'wrap', gap: 6 }}
    >
      {values.slice(0, SHOWN).map((one, at) => {
        const place = `${at}`
        if (!scalar(one)) return <UntrustedText key={place} text={JSON.stringify(one) ?? ''} ellipsis={ellipsis} mono />
        const text = typeof one === 'string' && MOMENT.test(one) ? formatTime(one, zone, 'milli') : String(one)
        return (
          <PivotValue key={place} field={field} value={one} ellipsis={ellipsis}>
            <UntrustedText text={text} ellipsis={ellipsis} limit={whole ? 100_000 : ellipsis ? 300 : 2_000} />
          </PivotValue>
        )
      })}
      {values.length > SHOWN && <span>+{values.length - SHOWN}</span>}
    </span>
  )
}
