import { DatePicker } from 'antd'
import dayjs from 'dayjs'

const FORMATS = { day: 'YYYY-MM-DD', month: 'YYYY-MM', minute: 'YYYY-MM-DDTHH:mm' } as const
const SHOWN = { ...FORMATS, minute: 'YYYY-MM-DD HH:mm' } as const

interface DayInputProps {
  id?: string
  /** As `precision` has it: 2026-03-01, 2026-03 or 2026-03-01T08:00; empty when nothing is chosen. */
  value?: string
  onChange?: (value: string) => void
  precision?: keyof typeof FORMATS
  'aria-label'?: string
  placeholder?: string
  allowClear?: boolean
  /** The last that can be chosen, as `value`. */
  max?: string
  width?: number
}

/** A day as a text, chosen or typed: in the language of the console, where a browser's own field speaks the browser's. */
export const DayInput = ({ value, onChange, precision = 'day', width, max, ...rest }: DayInputProps) => {
  const read = value ? dayjs(value) : null
  return (
    <DatePicker
      {...rest}
      value={read?.isValid() ? read : null}
      onChange={(chosen) => onChange?.(chosen ? chosen.format(FORMATS[precision]) : '')}
      format={SHOWN[precision]}
      {...(max && { maxDate: dayjs(max) })}
      needConfirm={false}
      picker={precision === 'month' ? 'month' : 'date'}
      showTime={precision === 'minute' ? { format: 'HH:mm' } : false}
      style={{ width: width ?? (precision === 'minute' ? 170 : 135) }}
    />
  )
}
