import { useQuery } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/shared/session'
import { drawerWidth } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { unitQuery } from './api'
import { UnitEditForm } from './UnitEditForm'
import { UnitFacts } from './UnitFacts'

interface UnitDrawerProps {
  id: string | undefined
  onClose: () => void
}

export const UnitDrawer = ({ id, onClose }: UnitDrawerProps) => {
  const { t } = useTranslation()
  const mayChange = useMay('units:change')
  const query = useQuery({ ...unitQuery(id ?? ''), enabled: id !== undefined })
  return (
    <Drawer title={t('units:one')} open={id !== undefined} onClose={onClose} size={drawerWidth} destroyOnHidden>
      <Loaded query={query}>
        {({ data, etag }) => (
          <>
            <UnitFacts unit={data} />
            {mayChange && <UnitEditForm key={etag} unit={data} etag={etag} onGone={onClose} />}
          </>
        )}
      </Loaded>
    </Drawer>
  )
}
