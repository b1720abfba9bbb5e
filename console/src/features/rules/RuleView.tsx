import { Alert, Descriptions } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Moment } from '@/shared/time/Moment'
import { LevelTag } from '@/shared/ui/LevelTag'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { Noise } from './Noise'
import { RuleHits } from './RuleHits'
import { RuleStateTag } from './RuleStateTag'
import styles from './rules.module.css'
import { YamlText } from './YamlText'

export const RuleView = ({ rule }: { rule: Schemas['RuleDetail'] }) => {
  const { t, i18n } = useTranslation()
  const zh = i18n.language === 'zh-CN'
  const activityItems = (done: Schemas['ActivityRead']) => [
    {
      key: 'recent',
      label: t('rules:recent'),
      children: [done.day, done.week, done.month].map((one) => one.toLocaleString(i18n.language)).join(' / '),
    },
    {
      key: 'all',
      label: t('rules:all'),
      children: t('rules:all.of', { hits: done.hits, alerts: done.alerts, hidden: done.hidden }),
    },
    { key: 'noise', label: t('rules:column.noise'), children: <Noise activity={done} /> },
    { key: 'last', label: t('rules:column.last'), children: done.last ? <Moment at={done.last} /> : '—' },
  ]
  return (
    <div className={styles['view']}>
      {rule.switched_off ? (
        <Alert
          type="warning"
          showIcon
          title={
            <>
              {t('rules:switched', { actor: rule.switched_off.actor })} <Moment at={rule.switched_off.time} />
            </>
          }
          description={<UntrustedText text={rule.switched_off.reason} />}
        />
      ) : (
        rule.reason && (
          <Alert type="warning" showIcon title={<UntrustedText text={rule.reason} />} description={rule.cause} />
        )
      )}
      {rule.problems.length > 0 && (
        <ul>
          {rule.problems.map((problem) => (
            <li key={`${problem.line} ${problem.reason}`}>
              {t('rules:line', { line: problem.line })} <UntrustedText text={problem.reason} />
            </li>
          ))}
        </ul>
      )}
      <Descriptions
        size="small"
        column={2}
        items={[
          {
            key: 'state',
            label: t('rules:column.state'),
            children: <RuleStateTag state={rule.state} off={rule.switched_off !== null} />,
          },
          {
            key: 'level',
            label: t('rules:column.level'),
            children: rule.level === null ? '—' : <LevelTag level={rule.level} />,
          },
          {
            key: 'status',
            label: t('rules:status'),
            children: rule.status === null ? '—' : t(`rules:status.${rule.status}`, { defaultValue: rule.status }),
          },
          { key: 'hits', label: t('rules:column.hits'), children: <RuleHits rule={rule} /> },
          ...(rule.activity ? activityItems(rule.activity) : []),
          {
            key: 'description',
            span: 2,
            label: t('rules:description'),
            children: <UntrustedText text={(zh && rule.description_zh) || rule.description || '—'} />,
          },
          {
            key: 'attack',
            span: 2,
            label: 'ATT&CK',
            children: (
              <ul className={styles['plain']}>
                {rule.tactics.map((tactic) => (
                  <li key={tactic.shortname}>{zh ? tactic.name_zh : tactic.name}</li>
                ))}
                {rule.techniques.map((technique) => (
                  <li key={technique.id}>
                    {technique.id} {technique.name}
                  </li>
                ))}
              </ul>
            ),
          },
          {
            key: 'logsource',
            span: 2,
            label: t('rules:column.logsource'),
            children: rule.logsource === null ? '—' : <UntrustedText text={rule.logsource} />,
          },
          {
            key: 'falsepositives',
            span: 2,
            label: t('rules:falsepositives'),
            children:
              rule.falsepositives.length === 0
                ? '—'
                : rule.falsepositives.map((one) => (
                    <div key={one}>
                      <UntrustedText text={one} />
                    </div>
                  )),
          },
          {
            key: 'file',
            span: 2,
            label: t('rules:file'),
            children: <UntrustedText text={`${rule.file}:${rule.line}`} mono />,
          },
        ]}
      />
      <h2>{t('rules:text')}</h2>
      {rule.text === null ? <p>{t('rules:text.gone')}</p> : <YamlText text={rule.text} from={rule.line} />}
    </div>
  )
}
