import { BookOutlined, DeleteOutlined, SyncOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { useRouter, useRouterState } from '@tanstack/react-router'
import { Button, Flex, Input, Popconfirm, Popover } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/shared/session'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { addressOf, kept } from '@/shared/views/address'
import { useAddView, useChangeView, useRemoveView, type View, type ViewedPage, viewsQuery } from '@/shared/views/api'
import { visible } from '@/shared/visible'

const LONGEST_NAME = 64

interface SavedViewsProps {
  page: ViewedPage
}

/** One's own saved searches of a page: open, keep the present one, change, delete. */
export const SavedViews = ({ page }: SavedViewsProps) => {
  const { t } = useTranslation()
  const may = useMay('views:own')
  const [open, setOpen] = useState(false)
  const views = useQuery({ ...viewsQuery(), enabled: may })
  const now = kept(useRouterState({ select: (state) => state.location.searchStr }))
  if (!may) return null
  const own = views.data?.items.filter((view) => view.page === page) ?? []
  const active = own.find((view) => view.search === now && now !== '')
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={open}
      onOpenChange={setOpen}
      title={t('views:button')}
      content={
        <Flex vertical gap="small" style={{ width: 320 }}>
          <Loaded query={views}>
            {() =>
              own.length === 0 ? (
                <span className="fs-more">{t('views:none')}</span>
              ) : (
                <ul className="fs-views">
                  {own.map((view) => (
                    <ViewEntry
                      key={view.id}
                      view={view}
                      now={now}
                      active={view === active}
                      onOpened={() => setOpen(false)}
                    />
                  ))}
                </ul>
              )
            }
          </Loaded>
          <NewView page={page} search={now} />
        </Flex>
      }
    >
      <Button icon={<BookOutlined />} aria-label={t('views:button')} aria-haspopup="dialog" aria-expanded={open}>
        {active ? visible(active.name) : t('views:title')}
      </Button>
    </Popover>
  )
}

interface ViewEntryProps {
  view: View
  now: string
  active: boolean
  onOpened: () => void
}

const ViewEntry = ({ view, now, active, onOpened }: ViewEntryProps) => {
  const { t } = useTranslation()
  const router = useRouter()
  const change = useChangeView()
  const remove = useRemoveView()
  const name = visible(view.name)
  return (
    <li data-active={active}>
      <a
        href={addressOf(view)}
        aria-label={t('views:open', { name })}
        aria-current={active ? 'true' : undefined}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
          event.preventDefault()
          router.history.push(addressOf(view))
          onOpened()
        }}
      >
        <UntrustedText text={view.name} ellipsis />
      </a>
      <Button
        type="text"
        size="small"
        icon={<SyncOutlined />}
        disabled={active}
        loading={change.isPending}
        title={t('views:update')}
        aria-label={`${t('views:update')} ${name}`}
        onClick={() => change.mutate({ id: view.id, body: { name: view.name, search: now } })}
      />
      <Popconfirm title={t('views:delete.sure', { name })} onConfirm={() => remove.mutate(view.id)}>
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          title={t('views:delete')}
          aria-label={`${t('views:delete')} ${name}`}
        />
      </Popconfirm>
    </li>
  )
}

const NewView = ({ page, search }: { page: ViewedPage; search: string }) => {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const add = useAddView()
  const save = () => add.mutate({ page, name: name.trim(), search }, { onSuccess: () => setName('') })
  return (
    <Flex gap="small">
      <Input
        size="small"
        value={name}
        maxLength={LONGEST_NAME}
        placeholder={t('views:name')}
        aria-label={t('views:name')}
        onChange={(event) => setName(event.target.value)}
        onPressEnter={() => name.trim() !== '' && save()}
      />
      <Button
        size="small"
        type="primary"
        disabled={name.trim() === ''}
        loading={add.isPending}
        title={name.trim() === '' ? t('views:needed') : undefined}
        onClick={save}
      >
        {t('views:save')}
      </Button>
    </Flex>
  )
}
