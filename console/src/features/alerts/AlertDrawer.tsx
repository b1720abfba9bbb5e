import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Drawer, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import { TakePackets } from '@/shared/packets/TakePackets'
import { drawerWidth } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { AlertView } from './AlertView'
import { alertQuery } from './api'
import { DecideAlert } from './DecideAlert'

type Props = { id: string | undefined; onStep: (step: 1 | -1) => void; onClose: () => void }

/** One alert beside the list, which stays usable; j and k go to its neighbours. */
export const AlertDrawer = ({ id, onStep, onClose }: Props) => {
  const { t } = useTranslation()
  const query = useQuery({ ...alertQuery(id ?? ''), enabled: id !== undefined })
  return (
    <Drawer
      open={id !== undefined}
      onClose={onClose}
      mask={false}
      keyboard={false}
      size={drawerWidth}
      title={t('alerts:one')}
      extra={
        <Space>
          {id !== undefined && <TakePackets about={{ alert: id }} />}
          {query.data && <DecideAlert key={query.data.alert.id} version={query.data} />}
          <Space.Compact>
            <Button icon={<ArrowUpOutlined />} aria-label={t('alerts:previous')} title="k" onClick={() => onStep(-1)} />
            <Button icon={<ArrowDownOutlined />} aria-label={t('alerts:next')} title="j" onClick={() => onStep(1)} />
          </Space.Compact>
        </Space>
      }
    >
      {id !== undefined && <Loaded query={query}>{({ alert }) => <AlertView key={alert.id} alert={alert} />}</Loaded>}
    </Drawer>
  )
}
