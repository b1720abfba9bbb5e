import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Select, Space, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/shared/session'
import { SearchField } from '@/shared/ui/filters'
import { More } from '@/shared/ui/More'
import { Empty, Loaded } from '@/shared/ui/states'
import { discoveriesQuery, useAccept, useReopen } from './api'
import { DiscoveriesTable } from './DiscoveriesTable'
import { IgnoreForm } from './IgnoreForm'
import { DISCOVERY_KINDS, DISCOVERY_STATES, type InventorySearch } from './search'

interface Props {
  search: InventorySearch
  change: (part: Partial<InventorySearch>) => void
}

/** What is seen and not registered, registered and not seen, or different; decided one by one or many at once. */
export const DiscoveriesTab = ({ search, change }: Props) => {
  const { t } = useTranslation()
  const mayChange = useMay('registers:change')
  const found = useInfiniteQuery(discoveriesQuery(search))
  const [chosen, setChosen] = useState<string[]>([])
  const [ignoring, setIgnoring] = useState<string[] | undefined>()
  const accept = useAccept()
  const reopen = useReopen()
  const state = search.state ?? 'open'
  const counts = found.data?.pages[0]?.counts ?? []
  const counted = (kind: string) =>
    counts.filter((one) => one.kind === kind && one.state === state).reduce((sum, one) => sum + one.number, 0)
  const done = () => {
    setChosen([])
    setIgnoring(undefined)
  }
  const limit = (part: Partial<InventorySearch>) => {
    setChosen([])
    change(part)
  }
  return (
    <>
      <Space wrap size={[12, 8]}>
        <Select
          size="small"
          style={{ width: 130 }}
          aria-label={t('inventory:discovery.state')}
          value={state}
          onChange={(next) => limit({ state: next === 'open' ? undefined : next })}
          options={DISCOVERY_STATES.map((one) => ({ value: one, label: t(`inventory:state.${one}`) }))}
        />
        <Space size={4} wrap role="group" aria-label={t('inventory:discovery.kind')}>
          {DISCOVERY_KINDS.map((kind) => (
            <Tag.CheckableTag
              key={kind}
              checked={search.kind === kind}
              onChange={(on) => limit({ kind: on ? kind : undefined })}
            >
              {t(`inventory:discovery.${kind}`)} {counted(kind)}
            </Tag.CheckableTag>
          ))}
        </Space>
        <SearchField
          label={t('inventory:filter.subject')}
          value={search.q}
          width={220}
          onSearch={(q) => limit({ q })}
        />
        {mayChange && chosen.length > 0 && (state === 'open' || state === 'ignored') && (
          <Space role="group" aria-label={t('inventory:chosen', { number: chosen.length })}>
            <span>{t('inventory:chosen', { number: chosen.length })}</span>
            <Button
              size="small"
              type="primary"
              loading={accept.isPending}
              onClick={() => accept.mutate(chosen, { onSuccess: done })}
            >
              {t('inventory:accept')}
            </Button>
            {state === 'open' ? (
              <Button size="small" onClick={() => setIgnoring(chosen)}>
                {t('inventory:ignore')}
              </Button>
            ) : (
              <Button
                size="small"
                loading={reopen.isPending}
                onClick={() => reopen.mutate(chosen, { onSuccess: done })}
              >
                {t('inventory:reopen')}
              </Button>
            )}
          </Space>
        )}
      </Space>
      <Loaded query={found}>
        {(data) => {
          const items = data.pages.flatMap((page) => page.items)
          if (items.length === 0) return <Empty>{t('inventory:discovery.none')}</Empty>
          return (
            <>
              <DiscoveriesTable
                items={items}
                chosen={mayChange && state !== 'accepted' && state !== 'resolved' ? chosen : undefined}
                onChoose={setChosen}
                onAccept={(id) => accept.mutate([id], { onSuccess: done })}
                onIgnore={(id) => setIgnoring([id])}
                onAsset={(open) => change({ tab: 'assets', open, kind: undefined, state: undefined, q: undefined })}
              />
              <More of={found} />
            </>
          )
        }}
      </Loaded>
      {ignoring && <IgnoreForm ids={ignoring} onClose={() => setIgnoring(undefined)} onDone={done} />}
    </>
  )
}
