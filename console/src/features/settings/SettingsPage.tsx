import { useQuery } from '@tanstack/react-query'
import { Alert, Descriptions } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSession } from '@/shared/session'
import { formatDuration } from '@/shared/time/format'
import { Page } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { methodsQuery, readinessQuery } from './api'

/** What the interface tells about how it is set up. The settings themselves stand in a file on the server. */
export const SettingsPage = () => {
  const { t } = useTranslation()
  const session = useSession()
  const readiness = useQuery(readinessQuery())
  const methods = useQuery(methodsQuery())
  return (
    <Page title={t('settings:title')}>
      <Alert type="info" showIcon title={t('settings:where')} />
      <Loaded query={readiness}>
        {(ready) => (
          <Descriptions
            size="small"
            bordered
            column={1}
            items={[
              { key: 'ready', label: t('settings:ready'), children: t('settings:ready.yes') },
              { key: 'schema', label: t('settings:schema'), children: <code>{ready.schema_version}</code> },
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
              { key: 'idle', label: t('settings:idle'), children: formatDuration(session.idle_seconds * 1_000) },
            ]}
          />
        )}
      </Loaded>
    </Page>
  )
}
