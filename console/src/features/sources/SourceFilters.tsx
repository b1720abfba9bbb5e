import { Space, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { listed, type SourcesSearch, STATES } from './search'

interface Props {
  sources: Schemas['SourceRead'][]
  search: SourcesSearch
  change: (part: Partial<SourcesSearch>) => void
}

const TROUBLES = ['quarantined', 'dropped'] as const

export const SourceFilters = ({ sources, search, change }: Props) => {
  const { t } = useTranslation()
  return (
    <Space size={4} wrap role="group" aria-label={t('sources:column.state')}>
      <Tag.CheckableTag
        className="fs-choice"
        checked={search.state === undefined && search.trouble === undefined}
        onChange={() => change({ state: undefined, trouble: undefined })}
      >
        {t('sources:filter.all')} {sources.length}
      </Tag.CheckableTag>
      {STATES.map((state) => (
        <Tag.CheckableTag
          className="fs-choice"
          key={state}
          checked={search.state === state}
          onChange={(on) => change({ state: on ? state : undefined })}
        >
          {t(`sources:state.${state}`)} {listed(sources, { state }).length}
        </Tag.CheckableTag>
      ))}
      {TROUBLES.map((trouble) => (
        <Tag.CheckableTag
          className="fs-choice"
          key={trouble}
          checked={search.trouble === trouble}
          onChange={(on) => change({ trouble: on ? trouble : undefined })}
        >
          {t(`sources:filter.${trouble}`)} {listed(sources, { trouble }).length}
        </Tag.CheckableTag>
      ))}
    </Space>
  )
}
