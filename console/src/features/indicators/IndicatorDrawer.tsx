import { useQuery } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { drawerWidth } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { indicatorQuery } from './api'
import { IndicatorDecisions } from './IndicatorDecisions'
import { IndicatorView } from './IndicatorView'

interface Props {
  number: number
  onClose: () => void
}

export const IndicatorDrawer = ({ number, onClose }: Props) => {
  const { t } = useTranslation()
  const found = useQuery(indicatorQuery(number))
  return (
    <Drawer
      open
      size={drawerWidth}
      onClose={onClose}
      title={found.data && <UntrustedText text={found.data.value} limit={200} mono />}
      extra={found.data && <IndicatorDecisions indicator={found.data} />}
      closable={{ 'aria-label': t('indicators:close') }}
    >
      <Loaded query={found}>{(data) => <IndicatorView indicator={data} />}</Loaded>
    </Drawer>
  )
}
