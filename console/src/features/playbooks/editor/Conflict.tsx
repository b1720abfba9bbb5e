import { useNavigate } from '@tanstack/react-router'
import { Alert, Button, Flex, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Moment } from '@/shared/time/Moment'
import { useBeginDraft } from './api'
import { Differences } from './Differences'
import type { Json } from './document'

interface ConflictProps {
  theirs: Schemas['DraftDetail']
  mine: Json
  unit: string
  onMine: () => void
  onTheirs: () => void
  onCopied: () => void
}

/** Somebody else kept the draft meanwhile. Whatever is chosen here, what both wrote can be had. */
export const Conflict = ({ theirs, mine, unit, onMine, onTheirs, onCopied }: ConflictProps) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const begin = useBeginDraft()
  const [open, setOpen] = useState(false)
  const copy = async () => {
    const made = await begin.mutateAsync({ document: mine, unit })
    onCopied()
    await navigate({ to: '/playbook-drafts/$draftId', params: { draftId: made.id } })
  }
  return (
    <>
      <Alert
        type="warning"
        showIcon
        title={t('editor:conflict')}
        description={
          <Flex vertical gap={8}>
            <span>
              {t('editor:conflict.who', { name: theirs.changed_by.replace(/^account:/, '') })}{' '}
              <Moment at={theirs.changed} />
            </span>
            <Flex gap={8} wrap>
              <Button size="small" onClick={() => setOpen(true)}>
                {t('editor:conflict.compare')}
              </Button>
              <Button size="small" loading={begin.isPending} onClick={() => void copy().catch(() => undefined)}>
                {t('editor:conflict.copy')}
              </Button>
              <Popconfirm title={t('editor:conflict.theirs.sure')} onConfirm={onTheirs}>
                <Button size="small">{t('editor:conflict.theirs')}</Button>
              </Popconfirm>
              <Popconfirm title={t('editor:conflict.mine.sure')} onConfirm={onMine}>
                <Button size="small">{t('editor:conflict.mine')}</Button>
              </Popconfirm>
            </Flex>
          </Flex>
        }
      />
      <Differences
        title={t('editor:conflict.compare')}
        before={theirs.document}
        after={mine}
        open={open}
        onClose={() => setOpen(false)}
      />
    </>
  )
}
