import { Alert, Button, Flex, Input, Segmented, Typography } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useExplain } from './api'
import { ExplainTree } from './ExplainTree'
import styles from './rules.module.css'

interface Props {
  ruleKey: string
  /** A stored event to begin with. */
  event: string | undefined
}

/** Why the rule matches an event, pasted or stored, or which test failed first. */
export const RuleExplain = ({ ruleKey, event }: Props) => {
  const { t } = useTranslation()
  const events = useMay('events:read')
  const [kind, setKind] = useState<'pasted' | 'stored'>(event ? 'stored' : 'pasted')
  const [pasted, setPasted] = useState('')
  const [id, setId] = useState(event ?? '')
  const [wrong, setWrong] = useState(false)
  const { mutate, data, isPending } = useExplain(ruleKey)
  useEffect(() => {
    if (event) mutate({ event_id: event })
  }, [event, mutate])
  const run = () => {
    setWrong(false)
    if (kind === 'stored') return mutate({ event_id: id.trim() })
    const read = jsonOf(pasted)
    if (read === undefined) return setWrong(true)
    return mutate({ event: read })
  }
  return (
    <Flex vertical gap="middle">
      {events && (
        <div>
          <Segmented
            size="small"
            value={kind}
            onChange={setKind}
            options={[
              { value: 'pasted', label: t('rules:explain.pasted') },
              { value: 'stored', label: t('rules:explain.stored') },
            ]}
          />
        </div>
      )}
      {kind === 'pasted' ? (
        <Input.TextArea
          className="fs-mono"
          aria-label={t('rules:explain.pasted')}
          placeholder={t('rules:explain.example')}
          value={pasted}
          autoSize={{ minRows: 6, maxRows: 16 }}
          spellCheck={false}
          onChange={(change) => setPasted(change.target.value)}
        />
      ) : (
        <Input
          className="fs-mono"
          aria-label={t('rules:explain.stored')}
          value={id}
          maxLength={64}
          onChange={(change) => setId(change.target.value)}
        />
      )}
      {wrong && <Alert type="error" showIcon title={t('rules:explain.wrong')} />}
      <div>
        <Button
          type="primary"
          loading={isPending && { delay: 200 }}
          disabled={(kind === 'pasted' ? pasted : id).trim() === ''}
          onClick={run}
        >
          {t('rules:explain.run')}
        </Button>
      </div>
      {data && <Explained found={data} />}
    </Flex>
  )
}

const Explained = ({ found }: { found: Schemas['ExplanationRead'] }) => {
  const { t } = useTranslation()
  if (found.kind === null)
    return (
      <Alert
        type="warning"
        showIcon
        title={t('rules:explain.other')}
        description={
          <>
            {t('rules:explain.expected')} <UntrustedText text={found.expected_kinds.join(', ')} />
          </>
        }
      />
    )
  return (
    <Flex vertical gap="small">
      <Alert
        type={found.matched ? 'success' : 'info'}
        showIcon
        title={found.matched ? t('rules:explain.matched') : t('rules:explain.failed')}
        description={
          <ul className={styles['plain']}>
            {found.failures.map((failure) => (
              <li key={failure}>
                <UntrustedText text={failure} />
              </li>
            ))}
          </ul>
        }
      />
      <Typography.Text type="secondary">{t('rules:explain.read_as', { kind: found.kind })}</Typography.Text>
      {found.tree && <ExplainTree step={found.tree} />}
    </Flex>
  )
}

const jsonOf = (text: string): Record<string, unknown> | undefined => {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null && !Array.isArray(read)
      ? (read as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
