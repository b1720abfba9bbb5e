import { useQuery } from '@tanstack/react-query'
import { Button, Descriptions, Drawer, Flex, Timeline } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { drawerWidth } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { riskQuery, useApprove } from './api'
import { Causes } from './Causes'
import { Grade } from './Grade'
import styles from './risks.module.css'
import { TreatmentForm } from './TreatmentForm'

interface Props {
  id: string
  method: Schemas['RiskMethodRead']
  onClose: () => void
}

const FIGURES = ['value', 'frequency', 'severity', 'ease'] as const

/** One risk: how it is worked out, what the threat would use, what is done about it, how it went. */
export const RiskDrawer = ({ id, method, onClose }: Props) => {
  const { t } = useTranslation()
  const { zh } = useWords()
  const query = useQuery(riskQuery(id))
  const risk = query.data?.risk
  return (
    <Drawer
      open
      onClose={onClose}
      size={drawerWidth}
      title={risk ? `${zh ? risk.threat_zh : risk.threat_en} · ${risk.asset_name || risk.system}` : t('risks:risk')}
    >
      <Loaded query={query}>{(detail) => <Detail detail={detail} method={method} />}</Loaded>
    </Drawer>
  )
}

const Detail = ({ detail, method }: { detail: Schemas['RiskDetail']; method: Schemas['RiskMethodRead'] }) => {
  const { t } = useTranslation()
  const words = useWords()
  const { zh } = words
  const { risk } = detail
  return (
    <Flex vertical gap="middle">
      <Flex gap="middle" wrap align="center">
        <Grade grade={risk.level} />
        <span>
          {t('risks:formula', {
            value: risk.value,
            frequency: risk.frequency,
            severity: risk.severity,
            ease: risk.ease,
            likelihood: risk.likelihood,
            loss: risk.loss,
          })}
        </span>
        <UnitName id={risk.unit} />
      </Flex>
      {FIGURES.map((figure) => {
        const causes = detail.causes.filter((one) => one.figure === figure)
        return (
          <section key={figure}>
            <h3 className={styles['heading']}>{t(`risks:figure.${figure}`, { grade: risk[figure] })}</h3>
            <Causes risk={risk} causes={causes} />
          </section>
        )
      })}
      <section>
        <h3 className={styles['heading']}>{t('risks:weaknesses', { number: risk.weaknesses })}</h3>
        <ul className={styles['causes']}>
          {detail.weaknesses.map((one) => (
            <li key={one.id}>
              <UntrustedText text={one.id} limit={60} />{' '}
              <UntrustedText text={zh ? one.title_zh : one.title_en} limit={200} />{' '}
              <span className="fs-soft">{t('risks:weakness_grades', { severity: one.severity, ease: one.ease })}</span>
            </li>
          ))}
        </ul>
        {detail.more > 0 && <p className="fs-soft">{t('risks:more', { number: detail.more })}</p>}
      </section>
      <Treating risk={risk} method={method} />
      <section>
        <h3 className={styles['heading']}>{t('risks:history')}</h3>
        {detail.history.length === 0 && <p className="fs-soft">{t('risks:no_history')}</p>}
        <Timeline
          items={detail.history.slice(0, 30).map((one) => ({
            key: one.time,
            content: (
              <>
                <Moment at={one.time} /> {one.level === 0 ? t('risks:gone') : <Grade grade={one.level} />}
              </>
            ),
          }))}
        />
      </section>
      <p className="fs-soft">
        {t('risks:method')} {method.name} v{method.version} · {method.source} · {words.verify(method)}
      </p>
    </Flex>
  )
}

const Treating = ({ risk, method }: { risk: Schemas['RiskBrief']; method: Schemas['RiskMethodRead'] }) => {
  const { t } = useTranslation()
  const mayChange = useMay('risks:change')
  const mayApprove = useMay('risks:approve')
  const approve = useApprove()
  const [editing, setEditing] = useState(false)
  const held = risk.treatment
  return (
    <section>
      <h3 className={styles['heading']}>
        {t('risks:treatment')} · {t(`risks:state.${risk.state}`)}
      </h3>
      {held && !editing && (
        <Descriptions
          size="small"
          bordered
          column={1}
          items={[
            { key: 'way', label: t('risks:way'), children: t(`risks:way.${held.way}`) },
            { key: 'owner', label: t('risks:owner'), children: <UntrustedText text={held.owner} /> },
            { key: 'what', label: t('risks:measures'), children: <UntrustedText text={held.measures} limit={600} /> },
            {
              key: 'day',
              label: held.way === 'accept' ? t('risks:until') : t('risks:due'),
              children: held.way === 'accept' ? held.until : held.due,
            },
            ...(held.done ? [{ key: 'done', label: t('risks:done'), children: held.done }] : []),
            { key: 'residual', label: t('risks:residual'), children: <Grade grade={risk.residual} /> },
            {
              key: 'by',
              label: held.way === 'accept' ? t('risks:approver') : t('risks:set_by'),
              children: (
                <UntrustedText text={held.way === 'accept' ? held.approver || t('risks:waiting') : held.set_by} />
              ),
            },
          ]}
        />
      )}
      {editing && <TreatmentForm risk={risk} method={method} onDone={() => setEditing(false)} />}
      {!editing && (
        <Flex gap="small" className="fs-part">
          {mayChange && (
            <Button size="small" onClick={() => setEditing(true)}>
              {t(held ? 'risks:change' : 'risks:treat')}
            </Button>
          )}
          {mayApprove && risk.state === 'proposed' && (
            <Button size="small" type="primary" loading={approve.isPending} onClick={() => approve.mutate(risk.id)}>
              {t('risks:approve')}
            </Button>
          )}
        </Flex>
      )}
    </section>
  )
}
