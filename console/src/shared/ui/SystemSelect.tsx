import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSystems } from '@/shared/systems'

interface Props<Value> {
  id?: string
  value?: Value
  onChange?: (value: Value) => void
  width?: number | string
}

const useSelect = (id: string | undefined, width: number | string) => {
  const { t } = useTranslation()
  const { names, loading } = useSystems()
  return {
    ...(id === undefined ? { 'aria-label': t('ui:system') } : { id }),
    allowClear: true,
    showSearch: { optionFilterProp: 'label' },
    placeholder: t('ui:system'),
    loading,
    style: { width },
    options: [...names].map(([value, label]) => ({ value, label })),
  }
}

/** One system of the register; empty when none is chosen. */
export const SystemSelect = ({ id, value, onChange, width = 220 }: Props<string>) => (
  <Select<string | null>
    {...useSelect(id, width)}
    value={value || null}
    onChange={(chosen) => onChange?.(chosen ?? '')}
  />
)

/** Several systems of the register. */
export const SystemsSelect = ({ id, value, onChange, width = '100%' }: Props<string[]>) => (
  <Select<string[]>
    {...useSelect(id, width)}
    mode="multiple"
    value={value ?? []}
    onChange={(chosen) => onChange?.(chosen)}
  />
)
