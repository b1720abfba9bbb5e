import { Flex, Select, Table, Tag, Tooltip } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useRowKeys } from '@/shared/keys/useRowKeys'
import { Verdict } from '@/shared/ui/Verdict'
import { useWords } from '@/shared/words'
import styles from './compliance.module.css'
import { type SystemSearch, VERDICTS } from './search'

interface Props {
  data: Schemas['SystemPosture']
  search: SystemSearch
  change: (part: Partial<SystemSearch>) => void
}

/** Every item that applies, by clause; the three results apart. */
export const ItemsTable = ({ data, search, change }: Props) => {
  const { t, i18n } = useTranslation()
  const words = useWords()
  const zh = i18n.language === 'zh-CN'
  const categories = useMemo(() => [...new Set(data.items.map((one) => one.category))], [data.items])
  const rows = useMemo(
    () =>
      data.items.filter(
        (one) =>
          (!search.category || one.category === search.category) && (!search.verdict || one.verdict === search.verdict),
      ),
    [data.items, search.category, search.verdict],
  )
  const open = (item: string | undefined) => change({ item })
  useRowKeys({ rows, rowKey: (one) => one.id, selected: search.item, onSelect: open, onClose: () => open(undefined) })
  const small = (verdict: Schemas['Verdict'] | null) => (verdict === null ? '—' : <Verdict verdict={verdict} />)
  return (
    <Flex vertical gap="small">
      <Flex gap="small" wrap>
        <Select
          aria-label={t('compliance:column.category')}
          placeholder={t('compliance:column.category')}
          allowClear
          value={search.category}
          onChange={(category) => change({ category })}
          style={{ width: 220 }}
          options={categories.map((value) => ({ value, label: t(`compliance:category.${value}`) }))}
        />
        <Select
          aria-label={t('compliance:column.result')}
          placeholder={t('compliance:column.result')}
          allowClear
          value={search.verdict}
          onChange={(verdict) => change({ verdict })}
          style={{ width: 160 }}
          options={VERDICTS.map((value) => ({ value, label: t(`compliance:verdict.${value}`) }))}
        />
      </Flex>
      <Table<Schemas['ItemBrief']>
        size="small"
        rowKey="id"
        dataSource={rows}
        scroll={{ x: 1080 }}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        onRow={(one) => ({ onClick: () => open(one.id), className: styles['row'] ?? '' })}
        columns={[
          {
            title: t('compliance:column.clause'),
            width: 130,
            render: (_, one) => (
              <button type="button" className="fs-link" onClick={() => open(one.id)}>
                {one.id.slice(3)}
              </button>
            ),
          },
          {
            title: t('compliance:column.item'),
            render: (_, one) => (
              <>
                {zh ? one.zh : one.en} <small className="fs-soft">{zh ? one.control_zh : one.control_en}</small>
                {one.verify && (
                  <Tooltip title={words.verify(one)}>
                    <Tag className={styles['tag']}>{t('compliance:unconfirmed')}</Tag>
                  </Tooltip>
                )}
              </>
            ),
          },
          { title: t('compliance:column.result'), width: 110, render: (_, one) => <Verdict verdict={one.verdict} /> },
          { title: t('compliance:column.auto'), width: 110, render: (_, one) => small(one.auto) },
          {
            title: t('compliance:column.reviewed'),
            width: 130,
            render: (_, one) => (
              <>
                {small(one.reviewed)} {one.outdated && <Tag>{t('compliance:outdated')}</Tag>}
              </>
            ),
          },
          { title: t('compliance:column.official'), width: 110, render: (_, one) => small(one.official) },
          {
            title: t('compliance:column.risk'),
            width: 110,
            render: (_, one) =>
              one.verdict === 'not_met' && one.risk === 'high' ? (
                <Tag color="error">
                  {t('compliance:high')} {one.trigger}
                </Tag>
              ) : (
                one.trigger
              ),
          },
        ]}
      />
    </Flex>
  )
}
