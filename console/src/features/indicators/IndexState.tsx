import { Flex, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Moment } from '@/shared/time/Moment'
import { STATES } from './search'

/** How many there are, and what events are matched with right now. */
export const IndexState = ({ summary }: { summary: Schemas['IndicatorSummary'] }) => {
  const { t, i18n } = useTranslation()
  const number = (value: number) => value.toLocaleString(i18n.language)
  const behind = summary.state_version > summary.index_version
  return (
    <Flex gap="middle" wrap align="center" role="status">
      {STATES.map((state) => (
        <span key={state}>
          {t(`indicators:state.${state}`)} <strong>{number(summary[state])}</strong>
        </span>
      ))}
      {behind ? (
        <Tag color="processing">{t('indicators:index.behind')}</Tag>
      ) : (
        summary.index_built !== null && (
          <span>
            {t('indicators:index.current', { count: summary.index_size, number: number(summary.index_size) })}{' '}
            <Moment at={summary.index_built} />
          </span>
        )
      )}
    </Flex>
  )
}
