import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { useLiveQueries } from '@/shared/live'
import { useSearchState } from '@/shared/search'
import { useMay } from '@/shared/session'
import { Page } from '@/shared/ui/Page'
import { Empty, Loaded } from '@/shared/ui/states'
import { noticesQuery } from './api'
import { NoticeDraftForm } from './NoticeDraftForm'
import { NoticeDrawer } from './NoticeDrawer'
import { NoticesTable } from './NoticesTable'
import { readNoticesSearch, SHOWN } from './search'
import { UnitScores } from './UnitScores'

/** Both sides: the district drafts, issues and reviews; a unit signs, handles and answers what is addressed to it. */
export const NoticesPage = () => {
  const { t } = useTranslation()
  const [{ open, tab = 'open', about }, change] = useSearchState(readNoticesSearch)
  const query = useQuery(noticesQuery(tab === 'all'))
  const mayDraft = useMay('notices:draft')
  useLiveQueries({ notice: [['notices']] })
  const show = (id: string | undefined) => change({ open: id }, { replace: true })
  return (
    <Page
      title={t('notices:title')}
      extra={
        mayDraft && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => change({ about: 'none' }, { replace: true })}>
            {t('notices:draft')}
          </Button>
        )
      }
      toolbar={
        <Segmented
          value={tab}
          onChange={(value) => change({ tab: value }, { replace: true })}
          options={SHOWN.map((value) => ({ value, label: t(`notices:tab.${value}`) }))}
        />
      }
    >
      {tab === 'scores' ? (
        <UnitScores />
      ) : (
        <Loaded
          query={query}
          empty={({ items }) => items.length === 0}
          whenEmpty={<Empty title={t(`notices:none.${tab}`)}>{t('notices:none.next')}</Empty>}
        >
          {({ items }) => <NoticesTable items={items} onOpen={show} />}
        </Loaded>
      )}
      <NoticeDrawer id={open} onClose={() => show(undefined)} />
      {mayDraft && about !== undefined && (
        <NoticeDraftForm
          about={about === 'none' ? undefined : about}
          onClose={() => change({ about: undefined }, { replace: true })}
          onDrafted={(id) => change({ about: undefined, open: id || undefined }, { replace: true })}
        />
      )}
    </Page>
  )
}
