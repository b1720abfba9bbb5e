import { Button, Flex, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Action, type Notice, useAct } from './api'

const NEEDS_WORDS: readonly Action[] = ['feedback', 'return', 'withdraw']
const MAIN: readonly Action[] = ['issue', 'sign', 'handle', 'feedback', 'accept', 'archive']

/** What the reader may do with the notice now; nothing when it is somebody else's turn. */
export const NoticeActions = ({ notice }: { notice: Notice }) => {
  const { t } = useTranslation()
  const [note, setNote] = useState('')
  const act = useAct(notice.id)
  if (notice.actions.length === 0) return null
  return (
    <Flex vertical gap="small">
      <Input.TextArea
        rows={3}
        maxLength={10_000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        aria-label={t('notices:note')}
        placeholder={t(notice.actions.includes('feedback') ? 'notices:note.feedback' : 'notices:note')}
      />
      <Flex gap="small">
        {notice.actions.map((action) => (
          <Button
            key={action}
            type={MAIN.includes(action) ? 'primary' : 'default'}
            danger={action === 'return' || action === 'withdraw'}
            disabled={NEEDS_WORDS.includes(action) && note.trim() === ''}
            loading={act.isPending && act.variables.action === action}
            onClick={() => act.mutate({ action, note })}
          >
            {t(`notices:action.${action}`)}
          </Button>
        ))}
      </Flex>
    </Flex>
  )
}
