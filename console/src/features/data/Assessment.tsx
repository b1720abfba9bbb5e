import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Flex, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Mark } from '@/shared/ui/Mark'
import { Panel } from '@/shared/ui/Panel'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { assessmentQuery } from './api'
import styles from './data.module.css'
import { LEVEL_TONES } from './marks'

/** The security assessment: what harm is judged by, each risk with its reason and measure, and what nobody has answered. */
export const Assessment = ({ dataSet }: { dataSet: string }) => {
  const query = useQuery(assessmentQuery(dataSet))
  return <Loaded query={query}>{(data) => <Told data={data} />}</Loaded>
}

const Told = ({ data }: { data: Schemas['DataAssessmentRead'] }) => {
  const { t } = useTranslation()
  const words = useWords()
  const { zh } = words
  return (
    <Flex vertical gap="middle">
      <Flex gap="middle" wrap align="center">
        <Mark tone={LEVEL_TONES[data.level] ?? 'informational'}>{zh ? data.level_zh : data.level_en}</Mark>
        <span>{t('data:degree', { degree: data.degree })}</span>
        {data.factors.map((one) => (
          <span key={one.id} className="fs-soft">
            {t(`data:factor.${one.id as 'class'}`)}{' '}
            {one.id === 'class' ? t(`data:class.${one.value as Schemas['DataClass']}`) : one.value} +{one.points}
          </span>
        ))}
        <span>{t('data:assessed', { share: data.assessed })}</span>
        {data.levels
          .filter((one) => one.risks > 0)
          .map((one) => (
            <span key={one.id}>
              {zh ? one.zh : one.en} {one.risks}
            </span>
          ))}
      </Flex>
      <Risks risks={data.risks} />
      {data.open.length > 0 && (
        <Panel title={t('data:open', { count: data.open.length })}>
          <ul>
            {data.open.map((one) => (
              <li key={one.control}>{zh ? one.zh : one.en}</li>
            ))}
          </ul>
        </Panel>
      )}
      <p className="fs-soft" title={`${data.source} — ${words.verify(data)}`}>
        {t('data:method')}
      </p>
    </Flex>
  )
}

const Risks = ({ risks }: { risks: Schemas['AssessedRisk'][] }) => {
  const { t } = useTranslation()
  const words = useWords()
  const { zh } = words
  return (
    <Table<Schemas['AssessedRisk']>
      size="small"
      rowKey="control"
      dataSource={risks}
      scroll={{ x: 1180 }}
      pagination={false}
      locale={{ emptyText: t('data:risks.none') }}
      columns={[
        {
          title: t('data:level'),
          width: 110,
          render: (_, one) => (
            <Mark tone={LEVEL_TONES[one.level] ?? 'informational'}>{zh ? one.level_zh : one.level_en}</Mark>
          ),
        },
        { title: t('data:control'), width: 260, render: (_, one) => (zh ? one.zh : one.en) },
        { title: t('data:domain'), width: 130, render: (_, one) => t(`data:domain.${one.domain}`) },
        { title: t('data:harm'), width: 110, render: (_, one) => (zh ? one.harm_zh : one.harm_en) },
        {
          title: t('data:degree_likelihood'),
          width: 110,
          render: (_, one) => `${one.degree} × ${one.likelihood}`,
        },
        {
          title: t('data:why'),
          render: (_, one) => (
            <>
              <UntrustedText text={words.statements(zh ? one.reasons_zh : one.reasons_en)} limit={600} />
              {one.alert_ids[0] !== undefined && (
                <>
                  {' '}
                  <span className={styles['whole']}>
                    <Link to="/alerts" search={{ open: one.alert_ids[0] } as never}>
                      {t('data:alerts', { count: one.alerts })}
                    </Link>
                  </span>
                </>
              )}
            </>
          ),
        },
        {
          title: t('data:measures'),
          width: 260,
          render: (_, one) => (zh ? one.measure_zh : one.measure_en),
        },
      ]}
    />
  )
}
