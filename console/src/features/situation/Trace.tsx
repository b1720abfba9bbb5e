import { Button, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '@/shared/time/Moment'
import { Empty } from '@/shared/ui/states'
import { UnitName } from '@/shared/ui/UnitName'
import type { Assessment, Cost } from './api'
import { CostTitle } from './CostTitle'
import styles from './situation.module.css'

const AT_ONCE = 8

/** What every point that is missing to 100 goes back to. */
export const Trace = ({ told }: { told: Assessment }) => {
  const { t } = useTranslation()
  const [all, showAll] = useState(false)
  if (told.costs.length === 0) return <Empty title={t('situation:none')}>{t('situation:none.next')}</Empty>
  const shown = all ? told.costs : told.costs.slice(0, AT_ONCE)
  return (
    <>
      <ol className={styles['costs']} aria-label={t('situation:trace')}>
        {shown.map((cost) => (
          <li key={`${cost.family} ${cost.id}`}>
            <span className={styles['points']}>−{cost.points.toFixed(1)}</span>
            <Tag>{t(`situation:family.${cost.family}`)}</Tag>
            <span className={styles['cost']}>
              <CostTitle cost={cost} ellipsis />
              <Arithmetic cost={cost} />
            </span>
          </li>
        ))}
        {told.rest.count > 0 && all && (
          <li>
            <span className={styles['points']}>−{told.rest.points.toFixed(1)}</span>
            <span />
            <span className="fs-soft">{t('situation:rest', { count: told.rest.count })}</span>
          </li>
        )}
      </ol>
      {told.costs.length > AT_ONCE && (
        <Button type="link" size="small" onClick={() => showAll(!all)}>
          {all ? t('situation:fewer') : t('situation:all', { count: told.costs.length })}
        </Button>
      )}
    </>
  )
}

/** base × multipliers = alone, and since when. */
const Arithmetic = ({ cost }: { cost: Cost }) => {
  const { t } = useTranslation()
  return (
    <span className={styles['arithmetic']}>
      {t('situation:base', {
        grade: t(`situation:grade.${cost.grade}`),
        points: cost.base,
      })}
      {cost.multipliers.map((one) => (
        <span key={one.name}>
          {' × '}
          {t(`situation:factor.${one.name}`, { of: one.name === 'status' ? t(`situation:status.${one.of}`) : one.of })}{' '}
          {one.value}
        </span>
      ))}
      {cost.multipliers.length > 0 && ` = ${cost.alone}`}
      {cost.number > 1 && ` · ×${cost.number}`}
      {cost.units.length > 0 && ' · '}
      {cost.units.slice(0, 3).map((unit, place) => (
        <span key={unit}>
          {place > 0 && ', '}
          <UnitName id={unit} />
        </span>
      ))}
      {cost.since && (
        <>
          {' · '}
          {t('situation:since')} <Moment at={cost.since} precision="minute" />
        </>
      )}
    </span>
  )
}
