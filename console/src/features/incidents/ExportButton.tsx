import { DownloadOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { saveFile } from '@/shared/save'
import { attackFlowQuery, graphQuery, storyQuery } from './api'

/** The incident with its graph and story as one JSON file, or as an Attack Flow (STIX 2.1). */
export const ExportButton = ({ incident }: { incident: Schemas['IncidentDetail'] }) => {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { message } = App.useApp()
  const save = async (name: string, read: () => Promise<unknown>) => {
    try {
      const text = JSON.stringify(await read(), null, 2)
      saveFile(new Blob([text], { type: 'application/json' }), `${name}-${incident.id.slice(0, 12)}.json`)
    } catch {
      message.error(t('incidents:export.failed'))
    }
  }
  const whole = async () => {
    const [graph, story] = await Promise.all([
      client.ensureQueryData(graphQuery(incident.id)),
      client.ensureQueryData(storyQuery(incident.id)),
    ])
    return { incident, graph, story }
  }
  const flow = () => client.ensureQueryData(attackFlowQuery(incident.id))
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'json', label: t('incidents:export.json'), onClick: () => void save('incident', whole) },
          { key: 'flow', label: t('incidents:export.flow'), onClick: () => void save('attack-flow', flow) },
        ],
      }}
    >
      <Button icon={<DownloadOutlined />}>{t('incidents:export')}</Button>
    </Dropdown>
  )
}
