import { useQuery } from '@tanstack/react-query'
import { Alert, Checkbox, Descriptions, Flex, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSearchState } from '@/shared/search'
import { useSession } from '@/shared/session'
import { Page } from '@/shared/ui/Page'
import { Empty, Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { methodsQuery, readinessQuery, settingsQuery } from './api'
import { SettingsTable } from './SettingsTable'
import { readSettingsSearch, sections } from './search'

/** What the platform runs with, and where each setting comes from. */
export const SettingsPage = () => {
  const { t } = useTranslation()
  const [search, change] = useSearchState(readSettingsSearch)
  const settings = useQuery(settingsQuery())
  return (
    <Page
      title={t('settings:title')}
      toolbar={
        <Flex gap={16} align="center" wrap>
          <Input.Search
            allowClear
            data-search
            style={{ width: 320 }}
            defaultValue={search.q}
            placeholder={t('settings:filter')}
            aria-label={t('settings:filter')}
            onSearch={(q) => change({ q: q || undefined })}
            onChange={(event) => change({ q: event.target.value || undefined }, { replace: true })}
          />
          <Checkbox
            checked={search.changed ?? false}
            onChange={(event) => change({ changed: event.target.checked || undefined })}
          >
            {t('settings:filter.changed')}
          </Checkbox>
        </Flex>
      }
    >
      <Alert type="info" showIcon title={t('settings:where')} />
      <Loaded query={settings}>
        {(data) => {
          const found = sections(data.items, search)
          return (
            <>
              <Running file={data.file} />
              {found.size === 0 && <Empty />}
              {[...found].map(([section, items]) => (
                <section key={section} className="fs-panel">
                  <h2>{t(`settings:section.${section}`, { defaultValue: section })}</h2>
                  <SettingsTable items={items} />
                </section>
              ))}
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}

const Running = ({ file }: { file: string | null }) => {
  const { t } = useTranslation()
  const session = useSession()
  const { duration } = useWords()
  const ready = useQuery(readinessQuery())
  const methods = useQuery(methodsQuery())
  return (
    <div className="fs-panel">
      <Descriptions
        size="small"
        column={3}
        items={[
          {
            key: 'file',
            span: 3,
            label: t('settings:file'),
            children: file === null ? t('settings:file.none') : <UntrustedText text={file} mono />,
          },
          { key: 'ready', label: t('settings:ready'), children: ready.data ? t('settings:ready.yes') : '—' },
          { key: 'schema', label: t('settings:schema'), children: <code>{ready.data?.schema_version ?? '—'}</code> },
          {
            key: 'secure',
            label: t('settings:tls'),
            children: location.protocol === 'https:' ? t('ui:on') : t('ui:off'),
          },
          {
            key: 'methods',
            label: t('settings:methods'),
            children: [t('settings:methods.password'), methods.data?.oidc].filter(Boolean).join('、'),
          },
          { key: 'idle', label: t('settings:idle'), children: duration(session.idle_seconds * 1_000) },
        ]}
      />
    </div>
  )
}
