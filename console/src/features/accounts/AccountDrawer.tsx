import { useQuery } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/shared/session'
import { drawerWidth } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { AccountActions } from './AccountActions'
import { AccountEditForm } from './AccountEditForm'
import { AccountFacts } from './AccountFacts'
import { AccountTokens } from './AccountTokens'
import { accountQuery } from './api'
import { RolesEditForm } from './RolesEditForm'

interface AccountDrawerProps {
  id: string | undefined
  onClose: () => void
}

export const AccountDrawer = ({ id, onClose }: AccountDrawerProps) => {
  const { t } = useTranslation()
  const mayChange = useMay('accounts:change')
  const query = useQuery({ ...accountQuery(id ?? ''), enabled: id !== undefined })
  return (
    <Drawer title={t('accounts:one')} open={id !== undefined} onClose={onClose} size={drawerWidth} destroyOnHidden>
      <Loaded query={query}>
        {(account) => (
          <>
            <AccountFacts account={account} />
            <RolesEditForm key={`roles ${account.version}`} account={account} />
            {mayChange && <AccountEditForm key={`edit ${account.version}`} account={account} />}
            {mayChange && <AccountActions account={account} />}
            <AccountTokens account={account.id} />
          </>
        )}
      </Loaded>
    </Drawer>
  )
}
