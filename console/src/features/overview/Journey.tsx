import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Panel } from '@/shared/ui/Panel'
import { type Aside, rateText, type Station, stations } from './journey'
import { Leads } from './Leads'
import styles from './overview.module.css'

/** From what the sources send to what people decide about, with how much there was and how fast it moves. */
export const Journey = ({ stages }: { stages: Schemas['StageRead'][] }) => {
  const { t } = useTranslation()
  return (
    <Panel title={t('overview:journey')} extra={<span className="fs-soft">{t('overview:journey.means')}</span>}>
      <ol className={styles['journey']}>
        <li className={styles['begin']}>
          <Leads to="sources">{t('overview:journey.begin')}</Leads>
        </li>
        {stations(stages).map((station) => (
          <Fragment key={station.stage}>
            <Flow station={station} />
            <StationBox station={station} />
          </Fragment>
        ))}
      </ol>
    </Panel>
  )
}

/** An arrow, the thicker the more moves along it, with the stage that moves it and its rate. */
const Flow = ({ station }: { station: Station }) => {
  const { t, i18n } = useTranslation()
  return (
    <li className={styles['flow']}>
      <span>{t(`overview:stage.${station.stage}`)}</span>
      <svg viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <line
          x1="0"
          y1="8"
          x2="90"
          y2="8"
          strokeWidth={station.weight}
          strokeDasharray={station.perSecond ? undefined : '4 4'}
          vectorEffect="non-scaling-stroke"
        />
        <path d="M88 2l12 6-12 6z" />
      </svg>
      <strong>
        {station.perSecond === null
          ? t('overview:rate.unknown')
          : t('overview:rate', { rate: rateText(station.perSecond, i18n.language) })}
      </strong>
    </li>
  )
}

const StationBox = ({ station }: { station: Station }) => {
  const { t, i18n } = useTranslation()
  return (
    <li className={styles['station']} data-stage={station.stage}>
      <span className="fs-soft">{t(`overview:made.${station.stage}`)}</span>
      <Leads to={station.target} className={styles['total']}>
        {station.total.toLocaleString(i18n.language)}
      </Leads>
      <span className={styles['asides']}>
        {station.asides.map((aside) => (
          <AsideCount key={aside.kind} aside={aside} stage={station.stage} />
        ))}
      </span>
    </li>
  )
}

const AsideCount = ({ aside, stage }: { aside: Aside; stage: Station['stage'] }) => {
  const { t, i18n } = useTranslation()
  const text = t(`overview:aside.${stage}.${aside.kind}`, { number: aside.count.toLocaleString(i18n.language) })
  return (
    <span data-trouble={aside.target !== null && aside.count > 0} className={styles['mark']}>
      {aside.target === null ? text : <Leads to={aside.target}>{text}</Leads>}
    </span>
  )
}
