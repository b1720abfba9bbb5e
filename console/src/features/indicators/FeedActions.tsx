import { App, Button, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useSwitchFeed, useTestFeed } from './api'

export const FeedActions = ({ feed }: { feed: Schemas['FeedRead'] }) => {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const test = useTestFeed()
  const change = useSwitchFeed()
  const show = (answer: Schemas['FeedTested']) => {
    const said = answer.works ? answer.lines.join('\n') : (answer.error ?? '')
    const content = <UntrustedText text={said} limit={2_000} />
    if (answer.works) modal.success({ title: t('indicators:feed.works'), content })
    else modal.error({ title: t('indicators:feed.fails'), content })
  }
  return (
    <Space size={4} wrap>
      <Button size="small" loading={test.isPending} onClick={() => test.mutate(feed.id, { onSuccess: show })}>
        {t('indicators:feed.test')}
      </Button>
      {feed.enabled && (
        <Button size="small" onClick={() => change.mutate({ id: feed.id, what: 'poll' })}>
          {t('indicators:feed.poll')}
        </Button>
      )}
      <Button size="small" onClick={() => change.mutate({ id: feed.id, what: feed.enabled ? 'pause' : 'resume' })}>
        {feed.enabled ? t('indicators:feed.pause') : t('indicators:feed.resume')}
      </Button>
    </Space>
  )
}
