import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Drawer, Flex, Space, Tabs, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { TakePackets } from '@/shared/packets/TakePackets'
import { Moment } from '@/shared/time/Moment'
import { drawerWidth } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { eventQuery } from './api'
import { EventFields } from './EventFields'
import { RawRecord } from './RawRecord'

type Props = {
  id: string | undefined
  columns: readonly string[]
  onColumn: (field: string) => void
  onStep: (step: 1 | -1) => void
  onClose: () => void
}

/** One event with every field. The list behind it stays usable; j and k go to its neighbours. */
export const EventDrawer = ({ id, columns, onColumn, onStep, onClose }: Props) => {
  const { t } = useTranslation()
  const query = useQuery({ ...eventQuery(id ?? ''), enabled: id !== undefined })
  const event = query.data
  return (
    <Drawer
      open={id !== undefined}
      onClose={onClose}
      mask={false}
      keyboard={false}
      size={drawerWidth}
      title={
        <Flex gap="small" align="center" wrap>
          {event ? <Moment at={event.time} precision="milli" /> : t('events:drawer.title')}
          {event && (
            <Tag>
              <UntrustedText text={event.dataset} />
            </Tag>
          )}
        </Flex>
      }
      extra={
        <Space>
          {event?.dataset.startsWith('network.') && <TakePackets about={{ event: event.id }} />}
          <Space.Compact>
            <Button
              icon={<ArrowUpOutlined />}
              aria-label={t('events:drawer.previous')}
              title="k"
              onClick={() => onStep(-1)}
            />
            <Button
              icon={<ArrowDownOutlined />}
              aria-label={t('events:drawer.next')}
              title="j"
              onClick={() => onStep(1)}
            />
          </Space.Compact>
        </Space>
      }
      styles={{ body: { paddingTop: 0 } }}
    >
      {id !== undefined && (
        <Loaded query={query}>
          {(data) => (
            <Tabs
              key={data.id}
              items={[
                {
                  key: 'fields',
                  label: t('events:drawer.fields', { number: Object.keys(data.fields).length }),
                  children: <EventFields event={data} columns={columns} onColumn={onColumn} />,
                },
                { key: 'raw', label: t('events:drawer.raw'), children: <RawRecord id={data.id} kept={data.raw} /> },
              ]}
            />
          )}
        </Loaded>
      )}
    </Drawer>
  )
}
