import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useWords } from '@/shared/words'

interface Props {
  items: readonly Schemas['ItemBrief'][]
  id?: string
  value?: string[]
  onChange?: (items: string[]) => void
}

/** Items of a system, found by their number or their words. */
export const ItemsSelect = ({ items, id, value = [], onChange }: Props) => {
  const { t } = useTranslation()
  const { zh } = useWords()
  return (
    <Select<string[]>
      {...(id === undefined ? {} : { id })}
      mode="multiple"
      aria-label={t('compliance:column.item')}
      placeholder={t('compliance:column.item')}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={420}
      maxTagCount="responsive"
      style={{ width: 260 }}
      value={value}
      onChange={(chosen) => onChange?.(chosen)}
      options={items.map((one) => ({ value: one.id, label: `${one.id.slice(3)} ${zh ? one.zh : one.en}` }))}
      optionRender={(option) => option.label}
      labelRender={(option) => String(option.value).slice(3)}
    />
  )
}
