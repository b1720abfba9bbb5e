import { useQuery } from '@tanstack/react-query'
import { Table, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { EntityMenu } from '@/shared/entities/EntityMenu'
import { PivotTarget } from '@/shared/events/PivotValue'
import { useRowKeys } from '@/shared/keys/useRowKeys'
import { around } from '@/shared/time/range'
import { Span } from '@/shared/time/Span'
import { LevelTag } from '@/shared/ui/LevelTag'
import { Loaded, Partial } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { alertGroupsQuery } from './api'
import { GroupMembers } from './GroupMembers'
import { ResetFilters } from './ResetFilters'
import type { AlertsSearch, AskedAlerts } from './search'

type Group = Schemas['AlertGroup']

type Props = {
  asked: AskedAlerts
  open: string | undefined
  onOpen: (id: string) => void
  onFilter: (part: AlertsSearch) => void
  onReset: () => void
}

const HOUR = 3_600_000

const rowKey = (group: Group) => `${group.rule} ${group.principal?.key ?? '-'}`

/** A rule about an entity is one line, however often it spoke; its alerts are one click further. */
export const AlertGroups = ({ asked, open, onOpen, onFilter, onReset }: Props) => {
  const { t } = useTranslation()
  const { title, number } = useWords()
  const groups = useQuery(alertGroupsQuery(asked))
  const [selected, select] = useState<string | undefined>()
  const [shown, setShown] = useState<readonly string[]>([])
  const toggle = (group: Group) => {
    const name = rowKey(group)
    setShown(shown.includes(name) ? shown.filter((each) => each !== name) : [...shown, name])
  }
  useRowKeys({
    rows: groups.data?.items ?? [],
    rowKey,
    selected,
    onSelect: select,
    onOpen: toggle,
    onClose: () => select(undefined),
  })
  return (
    <Loaded query={groups} empty={({ items }) => items.length === 0} whenEmpty={<ResetFilters onReset={onReset} />}>
      {({ items, more }) => (
        <>
          {more && <Partial reason={t('alerts:groups.more', { groups: number(items.length) })} />}
          <Table<Group>
            size="small"
            rowKey={rowKey}
            tableLayout="fixed"
            dataSource={items}
            pagination={false}
            scroll={{ x: 1000 }}
            rowClassName={(group) => (rowKey(group) === selected ? 'fs-row-selected' : '')}
            onRow={(group) => ({
              onClick: () => {
                select(rowKey(group))
                toggle(group)
              },
              style: { cursor: 'pointer' },
            })}
            expandable={{
              expandedRowKeys: [...shown],
              onExpand: (_, group) => toggle(group),
              expandedRowRender: (group) => (
                <GroupMembers group={group} asked={asked} open={open} onOpen={onOpen} onFilter={onFilter} />
              ),
            }}
            columns={[
              {
                key: 'level',
                width: 84,
                title: t('alerts:column.level'),
                render: (_, { level }) => <LevelTag level={level} />,
              },
              {
                key: 'rule',
                title: t('alerts:column.rule'),
                ellipsis: true,
                render: (_, group) => <UntrustedText text={title(group) || group.rule} ellipsis />,
              },
              {
                key: 'principal',
                width: 250,
                title: t('alerts:groups.principal'),
                ellipsis: true,
                render: (_, { principal, first_time, last_time }) =>
                  principal === null ? (
                    <span className="fs-more">{t('alerts:groups.nobody')}</span>
                  ) : (
                    <PivotTarget range={around(first_time, last_time, HOUR)}>
                      <span className="fs-more">{t(`entities:kind.${principal.kind}`)}</span>{' '}
                      <EntityMenu entity={principal} />
                    </PivotTarget>
                  ),
              },
              {
                key: 'alerts',
                width: 84,
                align: 'right',
                title: t('alerts:groups.alerts'),
                sorter: (a, b) => a.alerts - b.alerts,
                render: (_, { alerts }) => <strong>{number(alerts)}</strong>,
              },
              {
                key: 'open',
                width: 84,
                align: 'right',
                title: t('alerts:groups.open'),
                render: (_, group) =>
                  group.open > 0 ? number(group.open) : <Typography.Text type="secondary">0</Typography.Text>,
              },
              {
                key: 'span',
                width: 250,
                title: t('alerts:groups.span'),
                render: (_, { first_time, last_time }) => <Span first={first_time} last={last_time} />,
              },
            ]}
          />
        </>
      )}
    </Loaded>
  )
}
