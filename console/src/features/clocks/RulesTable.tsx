import { useQuery } from '@tanstack/react-query'
import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Mark } from '@/shared/ui/Mark'
import { Loaded } from '@/shared/ui/states'
import { useWords } from '@/shared/words'
import { rulesQuery } from './api'

/** The rules as they stand in the data, with what nobody has verified. */
export const RulesTable = () => {
  const { t } = useTranslation()
  const words = useWords()
  const query = useQuery(rulesQuery())
  const time = (minutes: number | null) =>
    minutes === null ? t('clocks:timely') : minutes === 0 ? t('clocks:at_once') : words.duration(minutes * 60_000)
  return (
    <Loaded query={query}>
      {({ rules }) => (
        <Table<Schemas['ReportRule']>
          size="small"
          rowKey="id"
          dataSource={rules}
          pagination={false}
          scroll={{ x: 1100 }}
          columns={[
            { title: t('clocks:column.rule'), width: 70, dataIndex: 'id' },
            {
              title: t('clocks:operator'),
              width: 170,
              render: (_, rule) =>
                rule.operators.map((each) => t(`clocks:operator.${each}`)).join(words.zh ? '、' : ', ') ||
                t('clocks:anybody'),
            },
            {
              title: t('clocks:column.when'),
              width: 170,
              render: (_, rule) =>
                rule.flag
                  ? t(`clocks:flag.${rule.flag}`)
                  : rule.grade_at_least
                    ? t('clocks:at_least', { grade: t(`levels:grade.${rule.grade_at_least}`) })
                    : t('clocks:every'),
            },
            { title: t('clocks:column.to'), render: (_, rule) => (words.zh ? rule.to : rule.to_en) },
            { title: t('clocks:column.within'), width: 110, render: (_, rule) => time(rule.deadline_minutes) },
            { title: t('clocks:column.basis'), render: (_, rule) => (words.zh ? rule.basis : rule.basis_en) },
            {
              title: t('clocks:column.valid'),
              width: 190,
              render: (_, rule) => `${rule.valid_from} – ${rule.valid_to || t('clocks:still')}`,
            },
            {
              title: t('clocks:verify'),
              width: 180,
              render: (_, rule) =>
                rule.verify ? <Mark tone="medium">{words.zh ? rule.verify : rule.verify_en}</Mark> : '—',
            },
          ]}
        />
      )}
    </Loaded>
  )
}
