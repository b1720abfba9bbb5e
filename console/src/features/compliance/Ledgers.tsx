import { Link } from '@tanstack/react-router'
import { Alert, Descriptions, Flex, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import styles from './compliance.module.css'

type Body = Record<string, unknown>

const inner = (body: Body, name: string): Body => (body[name] ?? {}) as Body
const said = (value: unknown): string => (value === undefined || value === null || value === '' ? '—' : String(value))

/** Classified protection, critical infrastructure, three synchronizations, public data and exposure of one system. */
export const Ledgers = ({ data }: { data: Schemas['SystemPosture'] }) => {
  const { t } = useTranslation()
  const words = useWords()
  const seesCii = useMay('cii:read')
  const body = data.record.body as Body
  const grading = inner(body, 'grading')
  const filing = inner(body, 'filing')
  const cii = inner(body, 'cii')
  const project = inner(body, 'project')
  const text = (value: unknown) => <UntrustedText text={said(value)} limit={400} />
  const cell = (side: 's' | 'a') =>
    grading[`${side}_harmed`]
      ? `${t(`compliance:harmed.${grading[`${side}_harmed`] as Schemas['Harmed']}`)} · ${t(`compliance:degree.${grading[`${side}_degree`] as Schemas['Degree']}`)}`
      : '—'
  return (
    <Flex vertical gap="middle">
      {data.major.length > 0 && (
        <Alert
          type="error"
          showIcon
          title={t('compliance:major', { number: data.major.length })}
          description={words.statements(data.major.map((one) => `${one.id} ${words.zh ? one.zh : one.en}`))}
        />
      )}
      {data.suggested.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('compliance:suggested')}
          description={words.statements(data.suggested.map((one) => `${one.id} ${words.zh ? one.zh : one.en}`))}
        />
      )}
      <div className={styles['ledgers']}>
        <div>
          <Descriptions title={t('compliance:ledger.mlps')} size="small" column={1} bordered>
            <Descriptions.Item label={t('compliance:field.owner')}>{text(body['owner'])}</Descriptions.Item>
            <Descriptions.Item label={t('compliance:field.task')}>{said(body['plan_task'] || '')}</Descriptions.Item>
            <Descriptions.Item label={t('compliance:field.s')}>{cell('s')}</Descriptions.Item>
            <Descriptions.Item label={t('compliance:field.a')}>{cell('a')}</Descriptions.Item>
            <Descriptions.Item label={t('compliance:field.worksheet')}>
              {data.record.worksheet_level || '—'}
            </Descriptions.Item>
            <Descriptions.Item label={t('compliance:field.certificate')}>
              {text(filing['certificate'])}
            </Descriptions.Item>
            <Descriptions.Item label={t('compliance:field.filed')}>{said(filing['filed'])}</Descriptions.Item>
            <Descriptions.Item label={t('compliance:field.refiled')}>{said(filing['refiled'])}</Descriptions.Item>
            <Descriptions.Item label={t('compliance:field.survey')}>{said(filing['survey'])}</Descriptions.Item>
            <Descriptions.Item label={t('compliance:field.assessed')}>{said(body['assessed'])}</Descriptions.Item>
          </Descriptions>
        </div>
        <div>
          <Descriptions title={t('compliance:ledger.cii')} size="small" column={1} bordered>
            <Descriptions.Item label={t('compliance:field.cii')}>
              {t(`compliance:cii.${data.brief.cii}`)}
            </Descriptions.Item>
            <Descriptions.Item label={t('compliance:field.document')}>{text(cii['document'])}</Descriptions.Item>
            {data.brief.cii === 'identified' && seesCii && (
              <Descriptions.Item label={t('compliance:field.cii_file')}>
                <Link to="/cii/$systemId" params={{ systemId: data.brief.id }}>
                  {t('compliance:open_cii')}
                </Link>
              </Descriptions.Item>
            )}
          </Descriptions>
          <Descriptions title={t('compliance:ledger.sync')} size="small" column={1} bordered>
            <Descriptions.Item label={t('compliance:field.project')}>{text(project['name'])}</Descriptions.Item>
            <Descriptions.Item label={t('compliance:field.gate')}>
              <Link to="." search={{ tab: 'gates' } as never}>
                {data.brief.current_gate || t('compliance:gate.done')}
              </Link>
            </Descriptions.Item>
            <Descriptions.Item label={t('compliance:field.promises')}>{data.brief.broken_promises}</Descriptions.Item>
          </Descriptions>
        </div>
        <div>
          <Descriptions title={t('compliance:ledger.data')} size="small" column={1} bordered>
            {data.data_sets.map((one) => (
              <Descriptions.Item key={one.id} label={<UntrustedText text={words.name(one)} limit={80} />}>
                {t(`data:class.${one.data_class}`)} {one.personal_information && <Tag>{t('compliance:personal')}</Tag>}
              </Descriptions.Item>
            ))}
            {data.data_sets.length === 0 && <Descriptions.Item label={t('compliance:none')}>—</Descriptions.Item>}
          </Descriptions>
          <Descriptions title={t('compliance:ledger.risk')} size="small" column={1} bordered>
            <Descriptions.Item label={t('compliance:field.assets')}>
              <UntrustedText text={data.assets.map((one) => one.name).join(', ') || '—'} limit={300} />
            </Descriptions.Item>
            <Descriptions.Item label={t('compliance:field.exposures')}>{data.open_exposures}</Descriptions.Item>
            <Descriptions.Item label={t('compliance:field.exposure')}>
              {text(((body['exposure'] as string[] | undefined) ?? []).join(', '))}
            </Descriptions.Item>
          </Descriptions>
        </div>
      </div>
      <h2 className={styles['heading']}>{t('compliance:obligations')}</h2>
      <ul className={styles['duties']}>
        {data.obligations.map((one) => (
          <li key={one.id} data-state={one.state}>
            <b>{words.zh ? one.zh : one.en}</b>
            <span>{t(`compliance:duty.${one.state}`)}</span>
            <span>{one.due && t('compliance:due', { day: one.due })}</span>
            <small title={words.verify(one)}>
              {one.basis}
              {one.verify && ` · ${t('compliance:unconfirmed')}`}
            </small>
          </li>
        ))}
      </ul>
    </Flex>
  )
}
