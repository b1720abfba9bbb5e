import { Input, Select } from 'antd'
import type { ReactNode } from 'react'

interface SearchFieldProps {
  label: string
  placeholder?: string
  value: string | undefined
  width: number
  size?: 'small' | 'middle'
  onSearch: (text: string | undefined) => void
}

/** A text to search by: asked on Enter, trimmed, undefined when empty; follows the address when that changes. */
export const SearchField = ({
  label,
  placeholder = label,
  value,
  width,
  size = 'small',
  onSearch,
}: SearchFieldProps) => (
  <Input.Search
    key={value ?? ''}
    allowClear
    size={size}
    style={{ width }}
    defaultValue={value}
    aria-label={label}
    placeholder={placeholder}
    onSearch={(text) => onSearch(text.trim() || undefined)}
  />
)

interface OneOfProps<Value extends string> {
  label: string
  placeholder?: string
  value: Value | undefined
  options: { value: Value; label: ReactNode }[]
  width: number
  size?: 'small' | 'middle'
  onChange: (value: Value | undefined) => void
}

/** One of several, or any: undefined. */
export const OneOf = <Value extends string>({
  label,
  placeholder = label,
  value,
  options,
  width,
  size = 'small',
  onChange,
}: OneOfProps<Value>) => (
  <Select<Value | null>
    allowClear
    size={size}
    style={{ width }}
    aria-label={label}
    placeholder={placeholder}
    value={value ?? null}
    onChange={(next) => onChange(next ?? undefined)}
    options={options}
  />
)
