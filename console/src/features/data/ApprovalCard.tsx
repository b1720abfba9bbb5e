import { Link } from '@tanstack/react-router'
import { Button, Flex, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '@/shared/time/Moment'
import { Panel } from '@/shared/ui/Panel'
import { Person } from '@/shared/ui/Person'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { visible } from '@/shared/visible'
import { useWords } from '@/shared/words'
import { type Approval, useDecide, useRevoke } from './api'
import styles from './data.module.css'
import { StateMark } from './marks'

/** One request with everything a decision rests on, and what became of it. linked: leads to its data set. */
export const ApprovalCard = ({ approval, linked }: { approval: Approval; linked: boolean }) => {
  const { t } = useTranslation()
  const words = useWords()
  const { zh } = words
  return (
    <Panel
      title={visible(
        `${zh ? approval.data_set_name_zh : approval.data_set_name} → ${zh ? approval.recipient_name_zh : approval.recipient_name}`,
      )}
      extra={
        <Flex gap="small" align="center">
          <span className="fs-soft">{approval.id}</span>
          <StateMark approval={approval} />
        </Flex>
      }
    >
      <dl className={styles['facts']}>
        <dt>{t('data:purpose')}</dt>
        <dd>
          <UntrustedText text={words.list(approval.purposes)} limit={400} />
        </dd>
        <dt>{t('data:reason')}</dt>
        <dd>
          <UntrustedText text={approval.reason} limit={800} />
        </dd>
        <dt>{t('data:fields')}</dt>
        <dd>
          <UntrustedText text={approval.fields.join(', ') || t('data:fields.all')} limit={800} />
        </dd>
        <dt>{t('data:names')}</dt>
        <dd>
          <UntrustedText text={approval.names.join(', ') || '—'} limit={400} />
        </dd>
        <dt>{t('data:valid')}</dt>
        <dd>
          <Moment at={approval.valid_from} precision="minute" /> – <Moment at={approval.valid_to} precision="minute" />
        </dd>
        <dt>{t('data:conditions')}</dt>
        <dd>
          {[
            t(approval.masked ? 'data:masked' : 'data:unmasked'),
            t(approval.onward ? 'data:onward' : 'data:not_onward'),
            approval.max_rows > 0
              ? t('data:max_rows', { number: words.number(approval.max_rows) })
              : t('data:max_rows.none'),
          ].join(' · ')}
        </dd>
        <dt>{t('data:asked_by')}</dt>
        <dd>
          <UntrustedText text={zh ? approval.by_unit_name_zh : approval.by_unit_name} limit={120} />{' '}
          <Person actor={approval.requested_by} /> <Moment at={approval.requested} precision="minute" />
        </dd>
        {approval.decided_by && (
          <>
            <dt>{t('data:decided_by')}</dt>
            <dd>
              <Person actor={approval.decided_by} /> <Moment at={approval.decided} precision="minute" />{' '}
              <UntrustedText text={approval.note} limit={400} />
            </dd>
          </>
        )}
        {approval.ended_by && (
          <>
            <dt>{t('data:ended_by')}</dt>
            <dd>
              <Person actor={approval.ended_by} /> <Moment at={approval.revoked} precision="minute" />{' '}
              <UntrustedText text={approval.ended_note} limit={400} />
            </dd>
          </>
        )}
      </dl>
      {approval.may_decide && <Decision approval={approval} />}
      {approval.mine && approval.state === 'requested' && <p className="fs-soft">{t('data:mine')}</p>}
      {linked && (
        <Link to={'/data/$dataSet' as never} params={{ dataSet: approval.data_set } as never}>
          {t('data:open_data_set')}
        </Link>
      )}
    </Panel>
  )
}

const Decision = ({ approval }: { approval: Approval }) => {
  const { t } = useTranslation()
  const [note, setNote] = useState('')
  const decide = useDecide()
  const revoke = useRevoke()
  const said = note.trim() !== ''
  return (
    <Flex gap="small" wrap style={{ marginBlock: 8 }}>
      <Input
        style={{ maxWidth: 420 }}
        maxLength={2_000}
        value={note}
        aria-label={t('data:note')}
        placeholder={t('data:note')}
        onChange={(event) => setNote(event.target.value)}
      />
      {approval.state === 'requested' ? (
        <>
          <Button
            type="primary"
            loading={decide.isPending}
            onClick={() => decide.mutate({ id: approval.id, granted: true, note })}
          >
            {t('data:approve')}
          </Button>
          <Button
            danger
            disabled={!said}
            loading={decide.isPending}
            onClick={() => decide.mutate({ id: approval.id, granted: false, note })}
          >
            {t('data:refuse')}
          </Button>
        </>
      ) : (
        <Button
          danger
          disabled={!said}
          loading={revoke.isPending}
          onClick={() => revoke.mutate({ id: approval.id, note })}
        >
          {t('data:revoke')}
        </Button>
      )}
    </Flex>
  )
}
