import { PlusOutlined } from '@ant-design/icons'
import { Button, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSearchState } from '@/shared/search'
import { useMay } from '@/shared/session'
import { Page } from '@/shared/ui/Page'
import { Approvals } from './Approvals'
import { AskForm } from './AskForm'
import { readApprovalsSearch, STATES } from './search'

/** Who asks for which data set, and who may have it until when. */
export const ApprovalsPage = () => {
  const { t } = useTranslation()
  const [{ state = 'requested', ask }, change] = useSearchState(readApprovalsSearch)
  const mayAsk = useMay('data:request')
  return (
    <Page
      title={t('data:approvals')}
      extra={
        mayAsk && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => change({ ask: 'new' }, { replace: true })}>
            {t('data:ask')}
          </Button>
        )
      }
      toolbar={
        <Segmented
          value={state}
          onChange={(value) => change({ state: value })}
          options={[...STATES, 'all' as const].map((value) => ({ value, label: t(`data:state.${value}`) }))}
        />
      }
    >
      <Approvals state={state === 'all' ? undefined : state} />
      {mayAsk && ask !== undefined && <AskForm onClose={() => change({ ask: undefined }, { replace: true })} />}
    </Page>
  )
}
