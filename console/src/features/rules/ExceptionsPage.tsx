import { useQuery } from '@tanstack/react-query'
import { Drawer, Flex, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSearchState } from '@/shared/search'
import { drawerWidth, Page } from '@/shared/ui/Page'
import { Empty, Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { exceptionsQuery } from './api'
import { ExceptionsTable } from './ExceptionsTable'
import { ExceptionView } from './ExceptionView'
import { RulesNav } from './RulesNav'
import { EXCEPTION_STATES, readExceptionsSearch } from './search'

/** Every exception of the units one sees, with what each keeps back. */
export const ExceptionsPage = () => {
  const { t } = useTranslation()
  const [search, change] = useSearchState(readExceptionsSearch)
  const exceptions = useQuery(exceptionsQuery({ state: search.state }))
  const all = useQuery(exceptionsQuery({}))
  const open = all.data?.items.find(({ id }) => id === search.open)
  return (
    <Page
      title={t('rules:exceptions.title')}
      toolbar={
        <>
          <RulesNav />
          <Flex gap={4} role="group" aria-label={t('rules:column.state')}>
            {EXCEPTION_STATES.map((state) => (
              <Tag.CheckableTag
                key={state}
                className="fs-choice"
                checked={search.state === state}
                onChange={(on) => change({ state: on ? state : undefined })}
              >
                {t(`rules:exception.state.${state}`)}
              </Tag.CheckableTag>
            ))}
          </Flex>
        </>
      }
    >
      <Loaded query={exceptions}>
        {(data) =>
          data.items.length === 0 ? (
            <Empty title={t('rules:exceptions.none')}>{t('rules:exceptions.how')}</Empty>
          ) : (
            <ExceptionsTable exceptions={data.items} open={search.open} rules />
          )
        }
      </Loaded>
      {open && (
        <Drawer
          open
          size={drawerWidth}
          onClose={() => change({ open: undefined })}
          title={<UntrustedText text={open.title} limit={200} />}
          closable={{ 'aria-label': t('rules:close') }}
        >
          <ExceptionView exception={open} />
        </Drawer>
      )}
    </Page>
  )
}
