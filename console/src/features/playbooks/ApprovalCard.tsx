import { Link } from '@tanstack/react-router'
import { Button, Card, Flex, Form, Input, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay, useSession } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useDecide } from './api'
import styles from './playbooks.module.css'
import { Lines, StepName } from './texts'

type Approval = Schemas['ApprovalRead']

/** A question of a playbook: what, why, whom it would touch, until when; and the answer to it. */
export const ApprovalCard = ({ approval }: { approval: Approval }) => {
  const { t, i18n } = useTranslation()
  const zh = i18n.language.startsWith('zh')
  const blocked = approval.touches.filter((one) => one.blocks)
  return (
    <Card
      size="small"
      className={styles['card'] ?? ''}
      title={
        <Flex gap="small" wrap align="center">
          <Tag color={approval.needed > 1 ? 'error' : 'warning'}>{t(`playbooks:ask.${approval.kind}`)}</Tag>
          <StepName name={approval.step} />
        </Flex>
      }
      extra={
        <Link to="/executions/$executionId" params={{ executionId: approval.execution }}>
          {t('playbooks:run.one')}
        </Link>
      }
    >
      <Flex vertical gap={8}>
        <div className={styles['text']}>
          <Lines text={zh ? approval.text_zh : approval.text} />
        </div>
        {blocked.length > 0 && (
          <Flex gap={4} wrap align="center">
            <span className={styles['soft']}>{t('playbooks:blast')}</span>
            {blocked.map((one) => (
              <Tag key={one.kind + one.value} color="error">
                {one.value}
              </Tag>
            ))}
          </Flex>
        )}
        {approval.why.map((why) => (
          <div key={why.code + why.text} className={styles['soft']}>
            <UntrustedText text={zh ? why.text_zh : why.text} limit={500} />
          </div>
        ))}
        <Flex gap="middle" wrap className={styles['soft'] ?? ''}>
          <span>{t('playbooks:asked_by', { name: approval.requested_by.replace(/^account:/, '') })}</span>
          <span>
            {t('playbooks:expires')} <Moment at={approval.expires} />
          </span>
          <span>{t('playbooks:agreed', { done: approval.decisions.length, count: approval.needed })}</span>
        </Flex>
        {approval.status === 'open' ? (
          <Answer approval={approval} />
        ) : (
          <Tag>{t(`playbooks:approval.${approval.status}`)}</Tag>
        )}
      </Flex>
    </Card>
  )
}

const Answer = ({ approval }: { approval: Approval }) => {
  const { t } = useTranslation()
  const may = useMay('approvals:decide')
  const session = useSession()
  const [form] = Form.useForm<{ comment?: string; answers?: Record<string, string> }>()
  const decide = useDecide()
  if (!may) return null
  const mine = approval.kind === 'approval' && approval.requested_by.split(' ')[0] === `account:${session.name}`
  if (mine) return <span className={styles['soft']}>{t('playbooks:not_yourself')}</span>
  const send = async (granted: boolean) => {
    const { comment = '', answers = {} } = granted ? await form.validateFields() : form.getFieldsValue()
    await decide.mutateAsync({ id: approval.id, body: { granted, comment, answers: granted ? answers : {} } })
  }
  const answer = (granted: boolean) => void send(granted).catch(() => undefined)
  return (
    <Form form={form} layout="vertical" requiredMark={false} name={`answer-${approval.id}`}>
      {approval.expected.map((name) => (
        <Form.Item
          key={name}
          name={['answers', name]}
          label={name.replace(/^__|__$/g, '')}
          rules={[{ required: true, message: t('playbooks:needed') }]}
        >
          <Input maxLength={4_000} autoComplete="off" />
        </Form.Item>
      ))}
      <Form.Item name="comment" label={t('playbooks:comment')}>
        <Input maxLength={2_000} autoComplete="off" />
      </Form.Item>
      <Flex gap="small" wrap>
        <Button type="primary" loading={decide.isPending} onClick={() => answer(true)}>
          {t(`playbooks:yes.${approval.kind}`)}
        </Button>
        <Button danger loading={decide.isPending} onClick={() => answer(false)}>
          {t(`playbooks:no.${approval.kind}`)}
        </Button>
      </Flex>
    </Form>
  )
}
