import { Alert, Button, Flex, Input, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf } from '@/shared/problems'
import { useProblemText } from '@/shared/problemText'
import { ProblemDetail } from '@/shared/ui/ProblemSaid'
import { useReadText } from './api'
import type { Json } from './document'
import styles from './editor.module.css'
import { yamlText } from './yamlText'

interface TextViewProps {
  document: Json
  disabled: boolean
  onChange: (document: Json) => void
}

/** The document as text beside the drawing. What is written here is taken over when asked to, whole or not at all. */
export const TextView = ({ document, disabled, onChange }: TextViewProps) => {
  const { t } = useTranslation()
  const [form, setForm] = useState<'yaml' | 'json'>('yaml')
  const [text, setText] = useState<string | undefined>()
  const read = useReadText()
  const textOf = useProblemText()
  const unread = read.isError ? textOf(problemOf(read.error)) : undefined
  const written = form === 'yaml' ? yamlText(document) : JSON.stringify(document, null, 2)
  const take = async () => {
    const { document: given } = await read.mutateAsync(text ?? written)
    onChange(given)
    setText(undefined)
  }
  return (
    <Flex vertical gap={8} className={styles['textview'] ?? ''}>
      <Flex justify="space-between" align="center" gap={8}>
        <Segmented
          size="small"
          value={form}
          disabled={text !== undefined}
          options={[
            { value: 'yaml', label: 'YAML' },
            { value: 'json', label: 'JSON' },
          ]}
          onChange={setForm}
        />
        {text !== undefined && (
          <Flex gap={4}>
            <Button
              size="small"
              onClick={() => {
                setText(undefined)
                read.reset()
              }}
            >
              {t('editor:text.back')}
            </Button>
            <Button
              size="small"
              type="primary"
              loading={read.isPending}
              onClick={() => void take().catch(() => undefined)}
            >
              {t('editor:text.take')}
            </Button>
          </Flex>
        )}
      </Flex>
      {unread && (
        <Alert
          type="error"
          showIcon
          title={unread.title}
          description={unread.detail && <ProblemDetail problem={unread} />}
        />
      )}
      <Input.TextArea
        aria-label={t('editor:text')}
        className={`${styles['mono']} ${styles['source']}`}
        spellCheck={false}
        disabled={disabled}
        value={text ?? written}
        onChange={(event) => setText(event.target.value)}
      />
    </Flex>
  )
}
