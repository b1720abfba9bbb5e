import { useQuery } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { drawerWidth } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { ruleQuery } from './api'
import { RuleView } from './RuleView'
import { titleOf } from './title'

interface Props {
  ruleKey: string
  onClose: () => void
}

export const RuleDrawer = ({ ruleKey, onClose }: Props) => {
  const { t, i18n } = useTranslation()
  const rule = useQuery(ruleQuery(ruleKey))
  return (
    <Drawer
      open
      size={drawerWidth}
      onClose={onClose}
      title={rule.data && <UntrustedText text={titleOf(rule.data, i18n.language)} limit={300} />}
      closable={{ 'aria-label': t('rules:close') }}
    >
      <Loaded query={rule}>{(data) => <RuleView rule={data} />}</Loaded>
    </Drawer>
  )
}
