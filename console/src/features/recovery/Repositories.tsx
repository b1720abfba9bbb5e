import { useQuery } from '@tanstack/react-query'
import { Button, Drawer, Flex, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useSearchState } from '@/shared/search'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { Mark, type Tone } from '@/shared/ui/Mark'
import { drawerWidth } from '@/shared/ui/Page'
import { Empty, Loaded } from '@/shared/ui/states'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { looksQuery, type Repository, useAskLook } from './api'
import { LampMark, Reasons } from './LampMark'
import styles from './recovery.module.css'
import { readRecoverySearch } from './search'

type Look = Schemas['BackupLook']
const OUTCOMES: Record<Schemas['LookOutcome'], Tone> = {
  ok: 'low',
  missing: 'critical',
  locked_out: 'critical',
  corrupt: 'critical',
  unsure: 'high',
}
const MIB = 1024 * 1024

/** Where backups lie, and whether they can be read. */
export const Repositories = ({ items }: { items: Repository[] }) => {
  const { t } = useTranslation()
  const words = useWords()
  const [{ open }, change] = useSearchState(readRecoverySearch)
  const may = useMay('backups:change')
  const mayRead = useMay('backups:read')
  const look = useAskLook()
  if (items.length === 0) return <Empty title={t('recovery:no_repository')}>{t('recovery:no_repository.next')}</Empty>
  return (
    <>
      <Table
        size="small"
        rowKey="name"
        dataSource={items}
        pagination={false}
        scroll={{ x: 1000 }}
        columns={[
          { title: t('recovery:state'), width: 90, render: (_, one) => <LampMark lamp={one.lamp} /> },
          {
            title: t('recovery:repository'),
            render: (_, one) => (
              <>
                {one.mine && mayRead ? (
                  <Button type="link" className={styles['inline']} onClick={() => change({ open: one.name })}>
                    {one.name}
                  </Button>
                ) : (
                  one.name
                )}
                {one.location !== null && (
                  <div className={styles['soft']}>
                    <UntrustedText text={one.location} limit={120} />
                  </div>
                )}
              </>
            ),
          },
          { title: t('recovery:unit'), render: (_, one) => <UnitName id={one.unit} /> },
          { title: t('recovery:snapshots'), align: 'right', render: (_, one) => words.number(one.snapshots) },
          {
            title: t('recovery:size'),
            align: 'right',
            render: (_, one) =>
              one.size_bytes === null ? '—' : `${words.number(Math.round(one.size_bytes / MIB))} MiB`,
          },
          { title: t('recovery:newest'), render: (_, one) => <Moment at={one.newest} precision="minute" /> },
          { title: t('recovery:checked'), render: (_, one) => <Moment at={one.checked?.ended} precision="minute" /> },
          { title: t('recovery:why'), render: (_, one) => <Reasons reasons={one.reasons} /> },
          {
            width: 190,
            render: (_, one) =>
              may &&
              one.mine && (
                <Flex gap={6}>
                  <Button size="small" onClick={() => look.mutate({ name: one.name, kind: 'snapshots' })}>
                    {t('recovery:look')}
                  </Button>
                  <Button size="small" onClick={() => look.mutate({ name: one.name, kind: 'check' })}>
                    {t('recovery:check')}
                  </Button>
                </Flex>
              ),
          },
        ]}
      />
      <Drawer
        title={open}
        open={open !== undefined}
        onClose={() => change({ open: undefined })}
        size={drawerWidth}
        destroyOnHidden
      >
        {open !== undefined && <History name={open} />}
      </Drawer>
    </>
  )
}

const History = ({ name }: { name: string }) => {
  const { t } = useTranslation()
  const words = useWords()
  const query = useQuery(looksQuery(name))
  return (
    <Loaded query={query} empty={({ items }) => items.length === 0}>
      {({ items }) => (
        <Table<Look>
          size="small"
          rowKey="id"
          dataSource={items}
          pagination={false}
          columns={[
            {
              title: t('recovery:look.when'),
              width: 140,
              render: (_, one) => <Moment at={one.ended} precision="minute" />,
            },
            {
              title: t('recovery:look.kind'),
              width: 130,
              render: (_, one) =>
                t(`recovery:look.kind.${one.kind}`) + (one.parts > 0 ? ` ${one.part}/${one.parts}` : ''),
            },
            {
              title: t('recovery:look.outcome'),
              width: 100,
              render: (_, one) => <Mark tone={OUTCOMES[one.outcome]}>{t(`recovery:outcome.${one.outcome}`)}</Mark>,
            },
            {
              title: t('recovery:look.took'),
              width: 80,
              render: (_, one) => words.duration(Date.parse(one.ended) - Date.parse(one.began)),
            },
            {
              title: t('recovery:look.said'),
              render: (_, one) => <UntrustedText text={one.said || '—'} limit={400} />,
            },
          ]}
        />
      )}
    </Loaded>
  )
}
