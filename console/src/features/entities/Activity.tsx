import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { usePreferences } from '@/shared/preferences'
import { formatTime } from '@/shared/time/format'
import { Loaded } from '@/shared/ui/states'
import { bars } from './activity'
import { activityQuery, WEEK_H } from './api'
import styles from './entities.module.css'

const HEIGHT = 60

/** Alerts of the last week, hour by hour. */
export const Activity = ({ entity }: { entity: Schemas['EntityDetail'] }) => {
  const { t } = useTranslation()
  const { zone } = usePreferences()
  const activity = useQuery(activityQuery(entity.key))
  return (
    <Loaded query={activity}>
      {(data) => {
        const found = bars(data.items, WEEK_H, activity.dataUpdatedAt)
        const most = Math.max(1, ...found.map((bar) => bar.total))
        const sum = found.reduce((total, bar) => total + bar.total, 0)
        return (
          <svg
            className={styles['bars']}
            viewBox={`0 0 ${WEEK_H * 4} ${HEIGHT}`}
            preserveAspectRatio="none"
            role="img"
            aria-label={t('entities:activity.told', { count: sum, most })}
          >
            {found
              .filter((bar) => bar.total > 0)
              .map((bar) => {
                const height = Math.max(2, (bar.total / most) * HEIGHT)
                return (
                  <rect
                    key={bar.at}
                    x={found.indexOf(bar) * 4}
                    y={HEIGHT - height}
                    width={3}
                    height={height}
                    fill={`var(--level-${bar.level})`}
                  >
                    <title>{`${formatTime(bar.at, zone, 'minute')}: ${bar.total}`}</title>
                  </rect>
                )
              })}
          </svg>
        )
      }}
    </Loaded>
  )
}
