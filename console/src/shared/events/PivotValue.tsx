import { useNavigate } from '@tanstack/react-router'
import { Dropdown, type MenuProps } from 'antd'
import { createContext, type ReactNode, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { type Pivot, type PivotAction, type PivotScalar, pivoted } from '@/shared/events/pivot'
import { useMay } from '@/shared/session'
import { copyText } from '@/shared/ui/Copy'
import { UntrustedText } from '@/shared/ui/UntrustedText'

type Take = (pivot: Pivot) => void

const Target = createContext<Take | undefined>(undefined)

interface PivotTargetProps {
  onPivot: Take
  children: ReactNode
}

/** Values within act on this page's own query. */
export const PivotTarget = ({ onPivot, children }: PivotTargetProps) => <Target value={onPivot}>{children}</Target>

/** The menu every value has. */
export const usePivotMenu = (field: string, value: PivotScalar): MenuProps => {
  const { t } = useTranslation()
  const take = useContext(Target)
  const navigate = useNavigate()
  const may = useMay('events:read')
  const hunt = () =>
    void navigate({ to: '/events' as never, search: { q: pivoted('', { action: 'hunt', field, value }) } as never })
  const act = (action: PivotAction) => (take && action !== 'hunt' ? take({ action, field, value }) : hunt())
  const item = (action: PivotAction, label: string) => ({ key: action, label, onClick: () => act(action) })
  const asks = [
    ...(take
      ? [item('include', t('pivot:include')), item('exclude', t('pivot:exclude')), item('only', t('pivot:only'))]
      : []),
    ...(may ? [item('hunt', t('pivot:hunt'))] : []),
  ]
  return {
    items: [
      ...asks,
      ...(asks.length > 0 ? [{ type: 'divider' as const }] : []),
      { key: 'copy', label: t('pivot:copy'), onClick: () => void copyText(String(value)) },
      {
        key: 'copy-condition',
        label: t('pivot:copy.condition'),
        onClick: () => void copyText(pivoted('', { action: 'only', field, value })),
      },
    ],
  }
}

interface PivotValueProps {
  field: string
  value: PivotScalar
  ellipsis?: boolean
  /** Shown instead of the value itself. */
  children?: ReactNode
}

/** A value of an event, with include, exclude, only, search and copy. */
export const PivotValue = ({ field, value, ellipsis = false, children }: PivotValueProps) => {
  const { t } = useTranslation()
  const menu = usePivotMenu(field, value)
  return (
    <Dropdown menu={menu} trigger={['click']}>
      <button
        type="button"
        className="fs-pivot"
        aria-haspopup="menu"
        title={ellipsis ? undefined : t('pivot:title', { field })}
        onClick={(event) => event.stopPropagation()}
      >
        {children ?? <UntrustedText text={String(value)} ellipsis={ellipsis} />}
      </button>
    </Dropdown>
  )
}
