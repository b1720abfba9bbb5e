import { useInfiniteQuery } from '@tanstack/react-query'
import { Checkbox, Space, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { SearchField } from '@/shared/ui/filters'
import { More } from '@/shared/ui/More'
import { Empty, Loaded } from '@/shared/ui/states'
import { UnitSelect } from '@/shared/ui/UnitSelect'
import { useWords } from '@/shared/words'
import { recordsQuery } from './api'
import { fieldTitle } from './fields'
import { RecordDrawer } from './RecordDrawer'
import { RecordsTable } from './RecordsTable'
import type { InventorySearch } from './search'

interface Props {
  kind: Schemas['InventoryKindRead']
  kinds: Schemas['InventoryKindRead'][]
  search: InventorySearch
  change: (part: Partial<InventorySearch>) => void
}

export const RecordsTab = ({ kind, kinds, search, change }: Props) => {
  const { t } = useTranslation()
  const { zh, number } = useWords()
  const found = useInfiniteQuery(recordsQuery(kind.kind, search))
  const limited = kind.fields.find((field) => field.name === search.field)
  return (
    <>
      <Space wrap size={[12, 8]}>
        <SearchField label={t('inventory:filter.q')} value={search.q} width={280} onSearch={(q) => change({ q })} />
        <UnitSelect size="small" value={search.unit} onChange={(unit) => change({ unit })} />
        {kind.kind === 'exposures' && (
          <Checkbox
            checked={search.closed === true}
            onChange={(event) => change({ closed: event.target.checked || undefined })}
          >
            {t('inventory:filter.closed')}
          </Checkbox>
        )}
        {limited && search.value !== undefined && (
          <Tag closable onClose={() => change({ field: undefined, value: undefined })}>
            {fieldTitle(limited, zh)}: {search.value}
          </Tag>
        )}
      </Space>
      <Loaded query={found}>
        {(data) => {
          const items = data.pages.flatMap((page) => page.items)
          if (items.length === 0) return <Empty>{t('inventory:empty')}</Empty>
          return (
            <>
              <p style={{ color: 'var(--soft)' }}>
                {t('inventory:total', { number: number(data.pages[0]?.total ?? 0) })}
              </p>
              <RecordsTable kind={kind} records={items} open={search.open} onOpen={(open) => change({ open })} />
              <More of={found} />
            </>
          )
        }}
      </Loaded>
      {search.open !== undefined && (
        <RecordDrawer
          key={`${kind.kind} ${search.open}`}
          kind={kind}
          kinds={kinds}
          id={search.open}
          onGo={change}
          onClose={() => change({ open: undefined })}
        />
      )}
    </>
  )
}
