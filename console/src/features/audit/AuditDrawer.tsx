import { Descriptions, Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { Moment } from '@/shared/time/Moment'
import { drawerWidth } from '@/shared/ui/Page'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { ActionText } from './ActionText'
import type { AuditRecord } from './api'
import { Named } from './Named'

interface AuditDrawerProps {
  record: AuditRecord | undefined
  onClose: () => void
}

export const AuditDrawer = ({ record, onClose }: AuditDrawerProps) => {
  const { t } = useTranslation()
  return (
    <Drawer
      title={t('audit:one', { sequence: record?.sequence ?? '' })}
      open={record !== undefined}
      onClose={onClose}
      size={drawerWidth}
    >
      {record && (
        <>
          <Descriptions
            size="small"
            bordered
            column={1}
            items={[
              { key: 'time', label: t('audit:time'), children: <Moment at={record.time} precision="milli" /> },
              {
                key: 'actor',
                label: t('audit:actor'),
                children: <Named name={record.actor_name} code={record.actor} />,
              },
              { key: 'action', label: t('audit:action'), children: <ActionText action={record.action} /> },
              {
                key: 'object',
                label: t('audit:object'),
                children: <Named name={record.object_name} code={record.object} />,
              },
              {
                key: 'previous',
                label: t('audit:previous'),
                children: <code className="fs-secret">{record.previous}</code>,
              },
              { key: 'hash', label: t('audit:hash'), children: <code className="fs-secret">{record.hash}</code> },
            ]}
          />
          <section className="fs-part" aria-label={t('audit:details')}>
            <h3>{t('audit:details')}</h3>
            <pre className="fs-pre">
              {JSON.stringify(record.details, null, 2)
                .split('\n')
                .map((line, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: lines of one record never change places
                  <div key={place}>
                    <UntrustedText text={line} mono />
                  </div>
                ))}
            </pre>
          </section>
        </>
      )}
    </Drawer>
  )
}
