import { useQuery } from '@tanstack/react-query'
import { Drawer, Flex, Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { ruleQuery } from './api'
import { RuleBacktest } from './RuleBacktest'
import { RuleCases } from './RuleCases'
import { RuleExceptions } from './RuleExceptions'
import { RuleExplain } from './RuleExplain'
import { RuleProposals } from './RuleProposals'
import { RuleSwitch } from './RuleSwitch'
import { RuleView } from './RuleView'
import type { TABS } from './search'
import { titleOf } from './title'

type Tab = (typeof TABS)[number]

interface Props {
  ruleKey: string
  tab?: Tab | undefined
  event?: string | undefined
  onTab: (tab: Tab) => void
  onClose: () => void
}

const WIDTH = 960

export const RuleDrawer = ({ ruleKey, tab, event, onTab, onClose }: Props) => {
  const { t, i18n } = useTranslation()
  const rule = useQuery(ruleQuery(ruleKey))
  const mayChange = useMay('rules:change')
  return (
    <Drawer
      open
      size={WIDTH}
      onClose={onClose}
      title={rule.data && <UntrustedText text={titleOf(rule.data, i18n.language)} limit={300} />}
      closable={{ 'aria-label': t('rules:close') }}
      extra={
        mayChange &&
        rule.data?.id &&
        (rule.data.state === 'active' || rule.data.switched_off) && <RuleSwitch rule={rule.data} />
      }
    >
      <Loaded query={rule}>
        {(data) => (
          <Flex vertical>
            <RuleTabs rule={data} tab={tab} event={event} onTab={onTab} />
          </Flex>
        )}
      </Loaded>
    </Drawer>
  )
}

interface TabsProps {
  rule: Schemas['RuleDetail']
  tab: Tab | undefined
  event: string | undefined
  onTab: (tab: Tab) => void
}

const RuleTabs = ({ rule, tab, event, onTab }: TabsProps) => {
  const { t } = useTranslation()
  const sees = useMay('exceptions:read')
  const may = useMay('exceptions:change')
  const events = useMay('events:read')
  const loaded = rule.id !== null && rule.level !== null
  const id = rule.id ?? ''
  const shown = [
    { key: 'about', children: <RuleView rule={rule} /> },
    ...(rule.kind === 'rule' && loaded
      ? [{ key: 'explain', children: <RuleExplain ruleKey={rule.key} event={event} /> }]
      : []),
    ...(loaded && rule.kind !== 'behaviour' && events
      ? [{ key: 'backtest', children: <RuleBacktest rule={rule} /> }]
      : []),
    ...(loaded && sees && rule.reports ? [{ key: 'exceptions', children: <RuleExceptions rule={rule} /> }] : []),
    ...(loaded && may && rule.reports ? [{ key: 'tuning', children: <RuleProposals rule={rule} ruleId={id} /> }] : []),
    ...(rule.pack === null && rule.kind !== 'behaviour'
      ? [{ key: 'cases', children: <RuleCases ruleKey={rule.key} /> }]
      : []),
  ].map((one) => ({ ...one, label: t(`rules:tab.${one.key}`) }))
  return (
    <Tabs
      activeKey={tab !== undefined && shown.some(({ key }) => key === tab) ? tab : 'about'}
      onChange={(chosen) => onTab(chosen as Tab)}
      items={shown}
      destroyOnHidden
    />
  )
}
