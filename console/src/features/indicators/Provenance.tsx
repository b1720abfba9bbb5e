import { Card, Descriptions, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Moment } from '@/shared/time/Moment'
import { UntrustedText } from '@/shared/ui/UntrustedText'

/** What one source says. */
export const Provenance = ({ said }: { said: Schemas['Provenance'] }) => {
  const { t } = useTranslation()
  return (
    <Card
      size="small"
      title={<UntrustedText text={said.source} limit={80} />}
      extra={
        <>
          {said.tlp !== null && <Tag>{`TLP:${said.tlp.toUpperCase()}`}</Tag>}
          {said.revoked && <Tag color="red">{t('indicators:state.revoked')}</Tag>}
        </>
      }
    >
      <Descriptions
        size="small"
        column={2}
        items={[
          {
            key: 'name',
            label: t('indicators:column.name'),
            span: 2,
            children: said.name === null ? '—' : <UntrustedText text={said.name} limit={500} />,
          },
          {
            key: 'id',
            label: t('indicators:column.id'),
            span: 2,
            children: <UntrustedText text={said.external_id} limit={200} mono />,
          },
          { key: 'confidence', label: t('indicators:column.confidence'), children: said.confidence ?? '—' },
          {
            key: 'until',
            label: t('indicators:column.until'),
            children: said.valid_until === null ? t('indicators:always') : <Moment at={said.valid_until} />,
          },
          {
            key: 'by',
            label: t('indicators:column.by'),
            children: said.created_by === null ? '—' : <UntrustedText text={said.created_by} limit={200} />,
          },
          { key: 'techniques', label: 'ATT&CK', children: said.techniques.join(', ') || '—' },
          {
            key: 'labels',
            label: t('indicators:column.labels'),
            span: 2,
            children:
              said.labels.length === 0
                ? '—'
                : said.labels.map((label) => (
                    <Tag key={label}>
                      <UntrustedText text={label} limit={80} />
                    </Tag>
                  )),
          },
          ...(said.pattern === null
            ? []
            : [
                {
                  key: 'pattern',
                  label: t('indicators:column.pattern'),
                  span: 2,
                  children: <UntrustedText text={said.pattern} limit={500} mono />,
                },
              ]),
        ]}
      />
    </Card>
  )
}
