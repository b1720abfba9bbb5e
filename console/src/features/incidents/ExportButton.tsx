import { DownloadOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { graphQuery, storyQuery } from './api'

/** The incident with its graph and story as one JSON file. */
export const ExportButton = ({ incident }: { incident: Schemas['IncidentDetail'] }) => {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { message } = App.useApp()
  const save = async () => {
    try {
      const [graph, story] = await Promise.all([
        client.ensureQueryData(graphQuery(incident.id)),
        client.ensureQueryData(storyQuery(incident.id)),
      ])
      const text = JSON.stringify({ incident, graph, story }, null, 2)
      const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
      const link = document.createElement('a')
      link.href = address
      link.download = `incident-${incident.id.slice(0, 12)}.json`
      link.click()
      URL.revokeObjectURL(address)
    } catch {
      message.error(t('incidents:export.failed'))
    }
  }
  return (
    <Button icon={<DownloadOutlined />} onClick={() => void save()}>
      {t('incidents:export')}
    </Button>
  )
}
