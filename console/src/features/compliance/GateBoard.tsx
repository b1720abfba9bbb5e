import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Flex, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { gatesQuery, usePassGate } from './api'
import styles from './compliance.module.css'

const today = () => new Date().toISOString().slice(0, 10)

/** The gates in order: papers, their days, what blocks, what was promised and is not online. */
export const GateBoard = ({ system }: { system: string }) => {
  const { t } = useTranslation()
  const words = useWords()
  const board = useQuery(gatesQuery(system))
  const mayPass = useMay('compliance:review')
  const pass = usePassGate(system)
  return (
    <Loaded query={board}>
      {(data) => (
        <Flex vertical gap="middle">
          <Alert
            type={data.lacking.length === 0 ? 'success' : 'warning'}
            showIcon
            title={
              data.lacking.length === 0
                ? t('compliance:gate.may_live')
                : t('compliance:gate.may_not_live', {
                    what: words.list(
                      data.go_live
                        .filter((one) => data.lacking.includes(one.id))
                        .map((one) => (words.zh ? one.zh : one.en)),
                    ),
                  })
            }
          />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section className={styles['board']} aria-label={t('compliance:tab.gates')} tabIndex={0}>
            {data.gates.map((gate) => (
              <article key={gate.id} className={styles['gate']} data-passed={gate.passed !== null}>
                <h3>
                  {gate.id} {words.zh ? gate.zh : gate.en}
                  <small>{t(`compliance:sync.${gate.sync}`)}</small>
                </h3>
                {gate.passed !== null && (
                  <p className="fs-soft">
                    {t('compliance:gate.passed', { day: gate.passed })} <UntrustedText text={gate.passed_by ?? ''} />
                  </p>
                )}
                <ul>
                  {gate.artefacts.map((one) => (
                    <Artefact key={one.id} one={one} />
                  ))}
                </ul>
                {mayPass && gate.passed === null && data.current === gate.id && (
                  <Button
                    size="small"
                    type="primary"
                    disabled={gate.blocked.length > 0}
                    loading={pass.isPending}
                    onClick={() => pass.mutate({ gate: gate.id, day: today() })}
                  >
                    {t('compliance:gate.pass')}
                  </Button>
                )}
              </article>
            ))}
          </section>
          <h2 className={styles['heading']}>{t('compliance:promises')}</h2>
          {data.promises.length === 0 && <p className="fs-soft">{t('compliance:no_promises')}</p>}
          <ul className={styles['duties']}>
            {data.promises.map((one) => (
              <li key={one.name} data-state={one.kept ? 'done' : 'overdue'}>
                <b>
                  <UntrustedText text={one.name} limit={120} />
                </b>
                <span>{t(one.kept ? 'compliance:promise.kept' : 'compliance:promise.broken')}</span>
                <UntrustedText text={one.source || '—'} />
              </li>
            ))}
          </ul>
          <p className="fs-soft">{words.verify(data)}</p>
        </Flex>
      )}
    </Loaded>
  )
}

const Artefact = ({ one }: { one: Schemas['ArtefactRead'] }) => {
  const { t } = useTranslation()
  const words = useWords()
  const fine = one.fault === null
  return (
    <li data-fine={fine || one.excepted !== ''}>
      <span aria-hidden="true">{fine ? '●' : one.excepted ? '◐' : '▲'}</span> {words.zh ? one.zh : one.en}
      <small>
        {one.dated} {one.fault && t(`compliance:fault.${one.fault}`)}
        {one.excepted && <Tag className={styles['tag']}>{t('compliance:excepted')}</Tag>}
      </small>
    </li>
  )
}
