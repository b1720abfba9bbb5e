import { DownloadOutlined, PlusOutlined, UploadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Drawer, Dropdown, Tabs } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchState } from '@/shared/search'
import { useMay } from '@/shared/session'
import { drawerWidth, Page } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { useWords } from '@/shared/words'
import { inventoryQuery } from './api'
import { DiscoveriesTab } from './DiscoveriesTab'
import { ImportDialog } from './ImportDialog'
import { RecordForm } from './RecordForm'
import { RecordsTab } from './RecordsTab'
import { readInventorySearch, TABS, type Tab } from './search'

export const InventoryPage = () => {
  const { t } = useTranslation()
  const { zh } = useWords()
  const [search, change] = useSearchState(readInventorySearch)
  const [importing, setImporting] = useState(false)
  const [adding, setAdding] = useState(false)
  const mayChange = useMay('registers:change')
  const query = useQuery(inventoryQuery())
  const tab = search.tab ?? 'systems'
  const kinds = query.data?.kinds ?? []
  const kind = kinds.find((one) => one.kind === tab)
  const language = zh ? '' : '&english=true'
  const exports = [
    { key: 'yaml', path: 'format=yaml' },
    { key: 'xlsx', path: `format=xlsx${language}` },
    { key: 'template', path: `format=xlsx&template=true${language}` },
    ...(kind ? [{ key: 'csv', path: `format=csv&kind=${kind.kind}${language}` }] : []),
  ] as const
  const label = (name: Tab) => {
    const known = kinds.find((one) => one.kind === name)
    const title = name === 'discoveries' ? t('inventory:discoveries') : t(`inventory:kind.${name}`)
    return known && known.records > 0 ? `${title} ${known.records}` : title
  }
  return (
    <Page
      title={t('inventory:title')}
      extra={
        <>
          <Dropdown
            menu={{
              items: exports.map(({ key, path }) => ({
                key,
                label: (
                  <a href={`/api/v1/inventory/export?${path}`} download>
                    {t(`inventory:export.${key}`)}
                  </a>
                ),
              })),
            }}
          >
            <Button icon={<DownloadOutlined />}>{t('inventory:export')}</Button>
          </Dropdown>
          {mayChange && (
            <Button icon={<UploadOutlined />} onClick={() => setImporting(true)}>
              {t('inventory:import')}
            </Button>
          )}
          {mayChange && kind && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
              {t('inventory:add')}
            </Button>
          )}
        </>
      }
    >
      <Tabs
        size="small"
        activeKey={tab}
        onChange={(chosen) =>
          change({
            tab: chosen as Tab,
            open: undefined,
            q: undefined,
            field: undefined,
            value: undefined,
            kind: undefined,
            state: undefined,
          })
        }
        items={TABS.map((name) => ({ key: name, label: label(name) }))}
      />
      <Loaded query={query}>
        {() =>
          kind === undefined ? (
            <DiscoveriesTab search={search} change={change} />
          ) : (
            <RecordsTab key={kind.kind} kind={kind} kinds={kinds} search={search} change={change} />
          )
        }
      </Loaded>
      {importing && query.data && <ImportDialog forms={query.data.forms} onClose={() => setImporting(false)} />}
      {adding && kind && (
        <Drawer
          title={`${t('inventory:add')} · ${t(`inventory:kind.${kind.kind}`)}`}
          open
          onClose={() => setAdding(false)}
          size={drawerWidth}
        >
          <RecordForm
            kind={kind}
            onDone={(open) => {
              setAdding(false)
              change({ open })
            }}
          />
        </Drawer>
      )}
    </Page>
  )
}
