import { Button, Flex, Form, Popconfirm } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import type { Unit } from '@/shared/units'
import { useChangeUnit, useRemoveUnit } from './api'
import { UnitFields } from './UnitFields'

interface UnitEditFormProps {
  unit: Unit
  etag: string
  onGone: () => void
}

export const UnitEditForm = ({ unit, etag, onGone }: UnitEditFormProps) => {
  const { t } = useTranslation()
  const change = useChangeUnit(unit.id, etag)
  const remove = useRemoveUnit()
  const top = unit.parent === null
  return (
    <section className="fs-part" aria-label={t('units:edit')}>
      <h3>{t('units:edit')}</h3>
      <Form<Schemas['UnitChange']>
        name="unit-edit"
        layout="vertical"
        requiredMark={false}
        initialValues={unit}
        onFinish={(body) => change.mutate(body)}
      >
        <UnitFields id={unit.id} top={top} />
        <Flex gap="small">
          <Button type="primary" htmlType="submit" loading={change.isPending}>
            {t('units:save')}
          </Button>
          {!top && (
            <Popconfirm title={t('units:remove.sure')} onConfirm={() => remove.mutate(unit.id, { onSuccess: onGone })}>
              <Button danger loading={remove.isPending}>
                {t('units:remove')}
              </Button>
            </Popconfirm>
          )}
        </Flex>
      </Form>
    </section>
  )
}
