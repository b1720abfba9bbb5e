import { useTranslation } from 'react-i18next'
import type { Reading } from './api'
import styles from './situation.module.css'
import { course, path } from './trend'

interface Props {
  readings: readonly Reading[]
  current: number
  /** When the server looked. */
  time: string
  hours: number
  label: string
}

const WIDTH = 600
const HEIGHT = 150
const EDGES = [25, 50, 75]

/** How an index moved, 100 on top. */
export const TrendLine = ({ readings, current, time, hours, label }: Props) => {
  const { t } = useTranslation()
  const to = Date.parse(time)
  const from = to - hours * 3_600_000
  const points = course(readings, current, to)
  const line = path(points, from, to, WIDTH, HEIGHT)
  const first = points[0]
  const begins = first === undefined ? 0 : ((Math.max(first.at, from) - from) / (to - from)) * WIDTH
  const told = `${label}: ${points[0]?.index ?? current} → ${current}`
  return (
    <figure className={styles['trend']}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={told}>
        {EDGES.map((edge) => (
          <line key={edge} x1={0} x2={WIDTH} y1={HEIGHT * (1 - edge / 100)} y2={HEIGHT * (1 - edge / 100)} />
        ))}
        <path className={styles['area']} d={`${line} L${WIDTH} ${HEIGHT} L${begins.toFixed(1)} ${HEIGHT} Z`} />
        <path className={styles['curve']} d={line} vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption>
        <span>{t('situation:trend.from', { count: Math.round(hours / 24) })}</span>
        <span>{t('situation:trend.now')}</span>
      </figcaption>
    </figure>
  )
}
