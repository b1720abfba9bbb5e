import { Link } from '@tanstack/react-router'
import { Button, Flex, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { Empty } from '@/shared/ui/states'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import type { Board, Lamp, Plan } from './api'
import { LampMark, Reasons } from './LampMark'
import styles from './recovery.module.css'

type System = Schemas['SystemRecovery']
interface Line {
  system: System
  plan: Plan
}

const ORDER: Record<Lamp, number> = { red: 0, amber: 1, grey: 2, green: 3 }
const MINUTE = 60_000

interface SystemsTableProps {
  board: Board
  onEdit: (plan: Plan) => void
}

/** Per plan: the goal beside what was measured. Systems nothing protects are counted and named below. */
export const SystemsTable = ({ board, onEdit }: SystemsTableProps) => {
  const { t } = useTranslation()
  const words = useWords()
  const may = useMay('backups:change')
  const lines = board.systems
    .flatMap((system) => system.plans.map((plan): Line => ({ system, plan })))
    .sort((a, b) => ORDER[a.plan.lamp] - ORDER[b.plan.lamp] || a.system.id.localeCompare(b.system.id))
  const bare = board.systems.filter((one) => one.plans.length === 0)
  const checked = new Map(board.repositories.map((one) => [one.name, one.checked?.ended ?? null]))
  const beside = (goal: number, found: number | null) => (
    <span className={found !== null && found > goal ? styles['missed'] : undefined}>
      {words.duration(goal)} / <strong>{found === null ? '—' : words.duration(found)}</strong>
    </span>
  )
  return (
    <>
      {lines.length === 0 ? (
        <Empty title={t('recovery:no_plan')}>{t('recovery:no_plan.next')}</Empty>
      ) : (
        <Table
          size="small"
          rowKey={({ plan }) => plan.id}
          dataSource={lines}
          pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
          scroll={{ x: 1240 }}
          columns={[
            { title: t('recovery:state'), width: 90, render: (_, { plan }) => <LampMark lamp={plan.lamp} /> },
            {
              title: t('recovery:system'),
              width: 150,
              render: (_, { system }) => (
                <>
                  <UntrustedText text={words.name(system)} limit={80} />
                  <div className={styles['soft']}>
                    <UnitName id={system.unit} />
                  </div>
                </>
              ),
            },
            {
              title: t('recovery:plan'),
              render: (_, { plan }) => (
                <>
                  <UntrustedText text={plan.name} limit={80} />
                  <div className={styles['soft']}>
                    <UntrustedText
                      text={[plan.repository, plan.host, plan.tag].filter(Boolean).join(' · ')}
                      limit={120}
                    />
                  </div>
                </>
              ),
            },
            {
              title: t('recovery:rpo'),
              width: 130,
              render: (_, { plan }) =>
                beside(plan.rpo_minutes * MINUTE, plan.age_s === null ? null : plan.age_s * 1000),
            },
            {
              title: t('recovery:rto'),
              width: 130,
              render: (_, { plan }) =>
                beside(plan.rto_minutes * MINUTE, plan.restored === null ? null : plan.restored.rto_s * 1000),
            },
            {
              title: t('recovery:newest'),
              width: 120,
              render: (_, { plan }) => <Moment at={plan.newest} precision="minute" />,
            },
            {
              title: t('recovery:checked'),
              width: 120,
              render: (_, { plan }) => <Moment at={checked.get(plan.repository) ?? null} precision="minute" />,
            },
            {
              title: t('recovery:restored'),
              width: 130,
              render: (_, { plan }) => {
                const next = board.drills.find((drill) => drill.plan === plan.id)
                return (
                  <>
                    {plan.restored === null ? (
                      '—'
                    ) : (
                      <Link to="/drills" search={{ open: plan.restored.drill } as never}>
                        <Moment at={plan.restored.ended} precision="minute" />
                      </Link>
                    )}
                    {next && (
                      <div className={styles['soft']}>
                        {t('recovery:drill.next')}{' '}
                        <Link to="/drills" search={{ open: next.id } as never}>
                          <Moment at={next.scheduled} precision="minute" />
                        </Link>
                      </div>
                    )}
                  </>
                )
              },
            },
            { title: t('recovery:why'), width: 210, render: (_, { plan }) => <Reasons reasons={plan.reasons} /> },
            {
              width: 96,
              render: (_, { plan }) => (
                <Flex gap={6}>
                  <Link to="/drills" search={{ plan: plan.id } as never}>
                    {t('recovery:drill')}
                  </Link>
                  {may && (
                    <Button size="small" type="link" className={styles['inline']} onClick={() => onEdit(plan)}>
                      {t('recovery:edit')}
                    </Button>
                  )}
                </Flex>
              ),
            },
          ]}
        />
      )}
      {bare.length > 0 && (
        <section className="fs-panel">
          <h2>{t('recovery:bare', { count: bare.length })}</h2>
          <ul className={styles['bare']}>
            {bare.map((one) => (
              <li key={one.id}>
                <UntrustedText text={words.name(one)} limit={60} />
                {one.mlps_level > 0 && (
                  <span className={styles['soft']}> {t('recovery:level', { level: one.mlps_level })}</span>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
