import { Link } from '@tanstack/react-router'
import { Alert, Descriptions, Flex, Table, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Moment } from '@/shared/time/Moment'
import { LevelTag } from '@/shared/ui/LevelTag'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { Provenance } from './Provenance'
import { StateTag } from './StateTag'

type Detail = Schemas['IndicatorDetail']

const ENTITY: Partial<Record<Detail['kind'], string>> = {
  ip: 'ip',
  domain: 'domain',
  hostname: 'domain',
  url: 'url',
  md5: 'file_hash',
  sha1: 'file_hash',
  sha256: 'file_hash',
  sm3: 'file_hash',
}

export const IndicatorView = ({ indicator }: { indicator: Detail }) => {
  const { t } = useTranslation()
  const entity = ENTITY[indicator.kind]
  return (
    <Flex vertical gap="middle">
      {indicator.warning !== null && (
        <Alert
          type="warning"
          showIcon
          title={t('indicators:warning', { list: indicator.warning })}
          description={
            indicator.override === null ? undefined : <UntrustedText text={indicator.override} limit={500} />
          }
        />
      )}
      <Descriptions
        bordered
        size="small"
        column={2}
        styles={{ label: { width: 104 } }}
        items={[
          { key: 'kind', label: t('indicators:column.kind'), children: t(`indicators:kind.${indicator.kind}`) },
          { key: 'state', label: t('indicators:column.state'), children: <StateTag state={indicator.state} /> },
          { key: 'level', label: t('indicators:column.level'), children: <LevelTag level={indicator.level} /> },
          { key: 'confidence', label: t('indicators:column.confidence'), children: indicator.confidence },
          {
            key: 'from',
            label: t('indicators:column.from'),
            children: indicator.valid_from === null ? '—' : <Moment at={indicator.valid_from} />,
          },
          {
            key: 'until',
            label: t('indicators:column.until'),
            children: indicator.valid_until === null ? t('indicators:always') : <Moment at={indicator.valid_until} />,
          },
          {
            key: 'alerts',
            label: t('indicators:alerts'),
            children:
              indicator.alerts === null || entity === undefined ? (
                '—'
              ) : (
                <Link to="/alerts" search={{ entity: `${entity}:${indicator.value}` } as never}>
                  {indicator.alerts}
                </Link>
              ),
          },
          { key: 'added', label: t('indicators:column.added'), children: <Moment at={indicator.added} /> },
        ]}
      />
      <Typography.Title level={5}>{t('indicators:said')}</Typography.Title>
      {indicator.said.map((one) => (
        <Provenance key={`${one.source} ${one.external_id}`} said={one} />
      ))}
      {indicator.sightings !== null && (
        <>
          <Typography.Title level={5}>{t('indicators:sightings')}</Typography.Title>
          <Table
            size="small"
            rowKey="unit"
            dataSource={indicator.sightings}
            pagination={false}
            locale={{ emptyText: <span className="fs-soft">{t('indicators:sightings.none')}</span> }}
            columns={[
              { title: t('indicators:sighting.unit'), key: 'unit', render: (_, one) => <UnitName id={one.unit} /> },
              { title: t('indicators:sighting.events'), dataIndex: 'events', key: 'events', align: 'right' },
              { title: t('indicators:sighting.field'), dataIndex: 'field', key: 'field' },
              { title: t('indicators:sighting.first'), key: 'first', render: (_, one) => <Moment at={one.first} /> },
              { title: t('indicators:sighting.last'), key: 'last', render: (_, one) => <Moment at={one.last} /> },
            ]}
          />
        </>
      )}
      {indicator.reported.length > 0 && (
        <>
          <Typography.Title level={5}>{t('indicators:reported')}</Typography.Title>
          <Table
            size="small"
            rowKey={(one) => `${one.source} ${one.first} ${one.last} ${one.place}`}
            dataSource={indicator.reported}
            pagination={false}
            columns={[
              { title: t('indicators:column.source'), dataIndex: 'source', key: 'source' },
              {
                title: t('indicators:sighting.place'),
                key: 'place',
                render: (_, one) => <UntrustedText text={one.place ?? '—'} limit={200} />,
              },
              { title: t('indicators:sighting.count'), dataIndex: 'count', key: 'count', align: 'right' },
              {
                title: t('indicators:sighting.last'),
                key: 'last',
                render: (_, one) => (one.last === null ? '—' : <Moment at={one.last} />),
              },
            ]}
          />
        </>
      )}
      <Typography.Text type="secondary">
        {t('indicators:fields')}
        {': '}
        {indicator.fields.length === 0 ? t('indicators:fields.none') : indicator.fields.join(', ')}
      </Typography.Text>
    </Flex>
  )
}
