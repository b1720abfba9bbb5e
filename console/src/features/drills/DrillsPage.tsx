import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Select, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSearchState } from '@/shared/search'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { Page } from '@/shared/ui/Page'
import { Empty, Loaded } from '@/shared/ui/states'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { type Drill, drillsQuery } from './api'
import { DrillDrawer } from './DrillDrawer'
import { DrillForm } from './DrillForm'
import { DrillMark } from './DrillMark'
import { readDrillsSearch, STATUSES } from './search'

/** 应急演练: planned, held, scored from what the runs themselves recorded. */
export const DrillsPage = () => {
  const { t } = useTranslation()
  const [{ open, status, plan }, change] = useSearchState(readDrillsSearch)
  const query = useQuery(drillsQuery(status))
  const may = useMay('drills:change')
  return (
    <Page
      title={t('drills:title')}
      extra={
        may && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => change({ plan: 'none' }, { replace: true })}>
            {t('drills:plan')}
          </Button>
        )
      }
      toolbar={
        <Select
          allowClear
          style={{ width: 180 }}
          aria-label={t('drills:status')}
          placeholder={t('drills:status')}
          value={status}
          onChange={(value) => change({ status: value }, { replace: true })}
          options={STATUSES.map((value) => ({ value, label: t(`drills:status.${value}`) }))}
        />
      }
    >
      <Loaded
        query={query}
        empty={({ items }) => items.length === 0}
        whenEmpty={<Empty title={t('drills:none')}>{t('drills:none.next')}</Empty>}
      >
        {({ items }) => <DrillsTable items={items} onOpen={(id) => change({ open: id })} />}
      </Loaded>
      <DrillDrawer id={open} onClose={() => change({ open: undefined }, { replace: true })} />
      {may && plan !== undefined && (
        <DrillForm
          backup={plan === 'none' ? undefined : plan}
          onClose={() => change({ plan: undefined }, { replace: true })}
          onPlanned={(id) => change({ plan: undefined, open: id }, { replace: true })}
        />
      )}
    </Page>
  )
}

const DrillsTable = ({ items, onOpen }: { items: Drill[]; onOpen: (id: string) => void }) => {
  const { t } = useTranslation()
  const words = useWords()
  return (
    <Table
      size="small"
      rowKey="id"
      dataSource={items}
      pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 1000 }}
      columns={[
        { title: t('drills:status'), width: 100, render: (_, one) => <DrillMark drill={one} /> },
        {
          title: t('drills:name'),
          render: (_, one) => (
            <Button type="link" size="small" style={{ padding: 0, height: 'auto' }} onClick={() => onOpen(one.id)}>
              <UntrustedText text={one.title} limit={100} />
            </Button>
          ),
        },
        { title: t('drills:kind'), width: 110, render: (_, one) => t(`drills:kind.${one.kind}`) },
        { title: t('drills:mode'), width: 110, render: (_, one) => t(`drills:mode.${one.mode}`) },
        {
          title: t('drills:scenario'),
          render: (_, one) => <UntrustedText text={words.zh ? one.playbook_name_zh : one.playbook_name} limit={80} />,
        },
        { title: t('drills:unit'), render: (_, one) => <UnitName id={one.unit} /> },
        {
          title: t('drills:scheduled'),
          width: 130,
          render: (_, one) => <Moment at={one.scheduled} precision="minute" />,
        },
        { title: t('drills:ended'), width: 130, render: (_, one) => <Moment at={one.ended} precision="minute" /> },
        {
          title: t('drills:score'),
          width: 80,
          align: 'right',
          render: (_, one) => (one.score === null ? '—' : <strong>{words.number(one.score)}</strong>),
        },
      ]}
    />
  )
}
