import { useQuery } from '@tanstack/react-query'
import { Button, Flex, Popconfirm, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { Mark } from '@/shared/ui/Mark'
import { Loaded } from '@/shared/ui/states'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { About } from './About'
import { type Schedule, schedulesQuery, useRemoveSchedule, useRunSchedule } from './api'
import { ScheduleForm } from './ScheduleForm'

const two = (value: number): string => String(value).padStart(2, '0')

/** Reports that make themselves: when, about what, and how it went the last time. */
export const Schedules = ({ kinds }: { kinds: readonly Schemas['ReportKindRead'][] }) => {
  const may = useMay('reports:schedule')
  const query = useQuery(schedulesQuery())
  return (
    <Flex vertical gap="middle">
      {may && <ScheduleForm kinds={kinds.filter((one) => one.subject !== 'incident')} />}
      <Loaded query={query}>{({ items }) => <Planned items={items} may={may} />}</Loaded>
    </Flex>
  )
}

const Planned = ({ items, may }: { items: readonly Schedule[]; may: boolean }) => {
  const { t } = useTranslation()
  const words = useWords()
  const run = useRunSchedule()
  const remove = useRemoveSchedule()
  const when = (one: Schedule): string => {
    const at = `${two(one.hour)}:${two(one.minute)}`
    const day = one.cadence === 'weekly' ? t(`reports:weekday.${one.day as 1}`) : one.day
    return t(`reports:when.${one.cadence}`, { at, day, month: one.month })
  }
  return (
    <Table<Schedule>
      size="small"
      rowKey="id"
      dataSource={items}
      scroll={{ x: 1000 }}
      pagination={false}
      locale={{ emptyText: t('reports:schedule.none') }}
      columns={[
        { title: t('reports:kind'), render: (_, one) => (words.zh ? one.zh : one.en) },
        { title: t('reports:unit'), render: (_, one) => <UnitName id={one.unit} /> },
        { title: t('reports:about'), render: (_, one) => <About subject={one.subject} /> },
        {
          title: t('reports:format'),
          width: 120,
          render: (_, one) => `${one.format.toUpperCase()} · ${one.language === 'en' ? 'English' : '中文'}`,
        },
        { title: t('reports:when'), render: (_, one) => when(one) },
        { title: t('reports:next'), width: 150, render: (_, one) => <Moment at={one.next_at} precision="minute" /> },
        { title: t('reports:last'), width: 220, render: (_, one) => <Last one={one} /> },
        {
          width: 180,
          render: (_, one) =>
            may && (
              <Flex gap="small">
                <Button size="small" onClick={() => run.mutate(one.id)}>
                  {t('reports:run')}
                </Button>
                <Popconfirm title={t('reports:remove.sure')} onConfirm={() => remove.mutate(one.id)}>
                  <Button size="small">{t('reports:remove')}</Button>
                </Popconfirm>
              </Flex>
            ),
        },
      ]}
    />
  )
}

const Last = ({ one }: { one: Schedule }) => {
  const { t } = useTranslation()
  if (one.last_at === null) return <span>—</span>
  if (!one.problem) return <Moment at={one.last_at} precision="minute" />
  return (
    <span>
      <Mark tone="high">{t('reports:failed')}</Mark> <UntrustedText text={one.problem} limit={120} />
    </span>
  )
}
