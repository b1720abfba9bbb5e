import { Table, Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Moment } from '@/shared/time/Moment'
import { LevelTag } from '@/shared/ui/LevelTag'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { Problems } from './Problems'

/** What an import would do. */
export const ImportPreview = ({ preview }: { preview: Schemas['PreviewRead'] }) => {
  const { t } = useTranslation()
  const counts = ['items', 'usable', 'known', 'refused', 'expired', 'rejected', 'sightings'] as const
  return (
    <>
      <div className="fs-counts" role="status" aria-label={t('indicators:preview')}>
        <span>{preview.format.toUpperCase()}</span>
        {counts.map((name) => (
          <span key={name}>
            {t(`indicators:count.${name}`)} <strong>{preview[name]}</strong>
          </span>
        ))}
      </div>
      <Tabs
        size="small"
        items={[
          {
            key: 'sample',
            label: t('indicators:preview.sample'),
            children: (
              <Table
                size="small"
                rowKey={(one) => `${one.position} ${one.kind} ${one.value}`}
                dataSource={preview.sample}
                pagination={false}
                scroll={{ y: 260 }}
                columns={[
                  {
                    title: t('indicators:column.level'),
                    key: 'level',
                    width: 90,
                    render: (_, one) => <LevelTag level={one.level} />,
                  },
                  {
                    title: t('indicators:column.kind'),
                    key: 'kind',
                    width: 110,
                    render: (_, one) => t(`indicators:kind.${one.kind}`),
                  },
                  {
                    title: t('indicators:column.value'),
                    key: 'value',
                    render: (_, one) => <UntrustedText text={one.value} limit={200} mono />,
                  },
                  {
                    title: t('indicators:column.until'),
                    key: 'until',
                    width: 165,
                    render: (_, one) =>
                      one.valid_until === null ? t('indicators:always') : <Moment at={one.valid_until} />,
                  },
                  {
                    title: t('indicators:preview.known'),
                    key: 'known',
                    width: 80,
                    render: (_, one) => (one.known ? t('indicators:yes') : t('indicators:no')),
                  },
                ]}
              />
            ),
          },
          {
            key: 'problems',
            label: t('indicators:problems', { number: preview.rejected + preview.refused }),
            children: <Problems items={preview.problems} />,
          },
        ]}
      />
    </>
  )
}
