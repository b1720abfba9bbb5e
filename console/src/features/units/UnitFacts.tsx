import { Descriptions } from 'antd'
import { useTranslation } from 'react-i18next'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { type Unit, useUnits } from '@/shared/units'

interface UnitFactsProps {
  unit: Unit
}

export const UnitFacts = ({ unit }: UnitFactsProps) => {
  const { t } = useTranslation()
  const { nameOf } = useUnits()
  return (
    <Descriptions
      size="small"
      bordered
      column={2}
      items={[
        { key: 'zh', label: t('units:name_zh'), children: <UntrustedText text={unit.name_zh} /> },
        { key: 'en', label: t('units:name'), children: <UntrustedText text={unit.name} /> },
        { key: 'kind', label: t('units:kind'), children: t(`units:kind.${unit.kind}`) },
        { key: 'id', label: t('units:id'), children: <code>{unit.id}</code> },
        { key: 'parent', label: t('units:parent'), children: unit.parent ? nameOf(unit.parent) : '—' },
      ]}
    />
  )
}
