import { DownloadOutlined } from '@ant-design/icons'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { api, ask } from '@/shared/api'
import { useMay } from '@/shared/session'

type About = { alert: string } | { event: string }

const keptQuery = (about: About) =>
  queryOptions({
    queryKey: ['packets', 'kept', about],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/packets/kept', { params: { query: about }, signal })),
  })

/** Packets around an event or alert as a file, where sensors still keep some of its time; nothing otherwise. */
export const TakePackets = ({ about }: { about: About }) => {
  const { t } = useTranslation()
  const may = useMay('packets:read')
  const { data } = useQuery({ ...keptQuery(about), enabled: may })
  if (!may || !data?.kept) return null
  return (
    <Button
      icon={<DownloadOutlined />}
      href={`/api/v1/packets/capture?${new URLSearchParams(about)}`}
      download
      title={t('events:packets.note')}
    >
      {t('events:packets.take')}
    </Button>
  )
}
