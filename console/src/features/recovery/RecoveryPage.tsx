import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchState } from '@/shared/search'
import { useMay } from '@/shared/session'
import { Page } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { boardQuery, type Plan } from './api'
import { Order } from './Order'
import { PlanForm } from './PlanForm'
import { Repositories } from './Repositories'
import { SystemsTable } from './SystemsTable'
import { readRecoverySearch, TABS } from './search'

/** How every system would come back, in which order, and from where. */
export const RecoveryPage = () => {
  const { t } = useTranslation()
  const [{ tab = 'board' }, change] = useSearchState(readRecoverySearch)
  const [plan, setPlan] = useState<Plan | 'new' | undefined>()
  const board = useQuery(boardQuery())
  const may = useMay('backups:change')
  return (
    <Page
      title={t('recovery:title')}
      extra={
        may && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setPlan('new')}>
            {t('recovery:plan.add')}
          </Button>
        )
      }
      toolbar={
        <Segmented
          value={tab}
          onChange={(value) => change({ tab: value }, { replace: true })}
          options={TABS.map((value) => ({ value, label: t(`recovery:tab.${value}`) }))}
        />
      }
    >
      {tab === 'order' && <Order />}
      {tab === 'repositories' && (
        <Loaded query={board}>{(found) => <Repositories items={found.repositories} />}</Loaded>
      )}
      {tab === 'board' && <Loaded query={board}>{(found) => <SystemsTable board={found} onEdit={setPlan} />}</Loaded>}
      {plan !== undefined && board.data && (
        <PlanForm
          key={plan === 'new' ? 'new' : plan.id}
          plan={plan === 'new' ? undefined : plan}
          board={board.data}
          onClose={() => setPlan(undefined)}
        />
      )}
    </Page>
  )
}
