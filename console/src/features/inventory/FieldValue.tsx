import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useSystems } from '@/shared/systems'
import { Moment } from '@/shared/time/Moment'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'

const SystemName = ({ id }: { id: string }) => {
  const { nameOf } = useSystems()
  return <span title={id}>{nameOf(id)}</span>
}

interface Props {
  field: Schemas['InventoryField']
  value: unknown
}

/** A field of a record, by what kind of value it is. */
export const FieldValue = ({ field, value }: Props) => {
  const { t } = useTranslation()
  const { zh, number } = useWords()
  if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)) return '—'
  if (field.name === 'unit') return <UnitName id={String(value)} />
  if (field.type === 'boolean') return value === true ? t('inventory:yes') : t('inventory:no')
  if (field.type === 'time')
    return Number(value) > 0 ? <Moment at={new Date(Number(value) / 1000).toISOString()} /> : '—'
  if (field.type === 'choice') {
    const choice = field.choices.find((one) => one.value === value)
    return zh && choice ? choice.title_zh : String(value).replaceAll('_', ' ')
  }
  if (field.name === 'records') return Number(value) > 0 ? number(Number(value)) : '—'
  if (field.name === 'mlps_level') return Number(value) > 0 ? t('inventory:level', { level: Number(value) }) : '—'
  if (Array.isArray(value))
    return (
      <>
        {value.slice(0, 12).map((one) => (
          <Tag key={String(one)}>
            <UntrustedText text={String(one)} />
          </Tag>
        ))}
        {value.length > 12 && t('inventory:and_more', { number: value.length - 12 })}
      </>
    )
  if (field.points_to.length === 1 && field.points_to[0] === 'systems') return <SystemName id={String(value)} />
  return <UntrustedText text={String(value)} />
}
