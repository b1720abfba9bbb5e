import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchState } from '@/shared/search'
import { useMay } from '@/shared/session'
import { Page } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { useUnits } from '@/shared/units'
import { readUnitsSearch } from './search'
import { UnitAddForm } from './UnitAddForm'
import { UnitDrawer } from './UnitDrawer'
import { UnitsTable } from './UnitsTable'

export const UnitsPage = () => {
  const { t } = useTranslation()
  const [{ open }, change] = useSearchState(readUnitsSearch)
  const [adding, setAdding] = useState(false)
  const { tree, query } = useUnits()
  const mayChange = useMay('units:change')
  return (
    <Page
      title={t('units:title')}
      extra={
        mayChange && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {t('units:add')}
          </Button>
        )
      }
    >
      <Loaded query={query} empty={({ items }) => items.length === 0}>
        {() => <UnitsTable tree={tree} selected={open} onOpen={(id) => change({ open: id }, { replace: true })} />}
      </Loaded>
      <UnitDrawer id={open} onClose={() => change({ open: undefined }, { replace: true })} />
      <UnitAddForm open={adding} parent={open} onClose={() => setAdding(false)} />
    </Page>
  )
}
