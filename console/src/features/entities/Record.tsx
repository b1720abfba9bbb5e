import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Empty } from '@/shared/ui/states'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import styles from './entities.module.css'

/** What the register says of it: whose it is, its system and level, its zone, its open exposures, the data of its system. */
export const Record = ({ record }: { record: Schemas['EntityDetail']['record'] }) => {
  const { t } = useTranslation()
  const words = useWords()
  const may = useMay('registers:read')
  if (record === null) {
    return <Empty title={t(may ? 'entities:record.none' : 'entities:record.forbidden')} />
  }
  const { system, zone } = record
  return (
    <>
      <dl className={styles['record']}>
        <dt>{t('entities:record.name')}</dt>
        <dd>
          <UntrustedText text={words.name(record)} />
        </dd>
        <dt>{t('entities:record.unit')}</dt>
        <dd>
          <UnitName id={record.unit} />
        </dd>
        {system && (
          <>
            <dt>{t('entities:record.system')}</dt>
            <dd>
              <UntrustedText text={words.name(system)} />{' '}
              <Tag>
                {system.mlps_level > 0
                  ? t('entities:record.mlps', { level: system.mlps_level })
                  : t('entities:record.ungraded')}
              </Tag>
              {system.mlps_level > 0 && system.level_is_proposal && (
                <span className="fs-soft">{t('entities:record.proposal')}</span>
              )}
            </dd>
          </>
        )}
        {zone && (
          <>
            <dt>{t('entities:record.zone')}</dt>
            <dd>
              <UntrustedText text={words.name(zone)} />{' '}
              <span className="fs-soft">{t('entities:record.trust', { trust: zone.trust })}</span>
            </dd>
          </>
        )}
        {record.criticality !== null && (
          <>
            <dt>{t('entities:record.criticality')}</dt>
            <dd>{record.criticality} / 5</dd>
          </>
        )}
        {Object.entries(record.facts).map(([name, text]) => (
          <Fact key={name} name={name} text={text} />
        ))}
      </dl>
      {record.exposures.length > 0 && (
        <>
          <h3>{t('entities:exposures', { count: record.exposure_count })}</h3>
          <ul className={styles['lines']}>
            {record.exposures.map((one) => (
              <li key={one.id}>
                <strong>{one.cvss.toFixed(1)}</strong>
                <span>
                  <code>
                    <UntrustedText text={one.weakness} />
                  </code>{' '}
                  <UntrustedText text={one.title} limit={160} /> {one.exploited && <Tag>{t('entities:exploited')}</Tag>}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {record.data_sets.length > 0 && (
        <>
          <h3>{t('entities:data_sets')}</h3>
          <ul className={styles['peers']}>
            {record.data_sets.map((one) => (
              <li key={one.id} data-data>
                <UntrustedText text={words.name(one)} />
                <span className="fs-soft">
                  {t(`entities:class.${one.data_class}`)} · {t('entities:records', { count: one.records })}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

const Fact = ({ name, text }: { name: string; text: string }) => {
  const { t } = useTranslation()
  return (
    <>
      <dt>{t(`entities:fact.${name}`)}</dt>
      <dd>
        <UntrustedText text={text} limit={300} />
      </dd>
    </>
  )
}
