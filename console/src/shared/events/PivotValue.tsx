import { useNavigate } from '@tanstack/react-router'
import { Dropdown, type MenuProps } from 'antd'
import { createContext, type ReactNode, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { entityKeyOf } from '@/shared/entities/entityQuery'
import { type Pivot, type PivotAction, type PivotScalar, term } from '@/shared/events/pivot'
import { useMay } from '@/shared/session'
import { EVERYTHING, type Range } from '@/shared/time/range'
import { copyText } from '@/shared/ui/Copy'
import { UntrustedText } from '@/shared/ui/UntrustedText'

interface Target {
  take: ((pivot: Pivot) => void) | undefined
  range: Range
}

const Pivoting = createContext<Target>({ take: undefined, range: EVERYTHING })

interface PivotTargetProps {
  /** Values within act on this page's own query. Without it they lead to the event search. */
  onPivot?: (pivot: Pivot) => void
  /** When what is shown happened: what an event search that begins here looks at. */
  range: Range
  children: ReactNode
}

export const PivotTarget = ({ onPivot, range, children }: PivotTargetProps) => (
  <Pivoting value={{ take: onPivot, range }}>{children}</Pivoting>
)

/** When what is shown around here happened. */
export const usePivotRange = (): Range => useContext(Pivoting).range

/** The menu every value has. What cannot be asked for exactly can still be copied. */
export const usePivotMenu = (field: string, value: PivotScalar): MenuProps => {
  const { t } = useTranslation()
  const { take, range } = useContext(Pivoting)
  const navigate = useNavigate()
  const may = useMay('events:read')
  const mayEntities = useMay('alerts:read')
  const clause = term(field, value)
  const entity = entityKeyOf(field, value)
  const act = (action: PivotAction, label: string) => ({
    key: action,
    label,
    disabled: clause === null,
    onClick: () => take?.({ action, field, value }),
  })
  const hunt = {
    key: 'hunt',
    label: t('pivot:hunt'),
    disabled: clause === null,
    onClick: () => void navigate({ to: '/events' as never, search: { q: clause, ...range } as never }),
  }
  const asks = [
    ...(take
      ? [act('include', t('pivot:include')), act('exclude', t('pivot:exclude')), act('only', t('pivot:only'))]
      : []),
    ...(may && !take ? [hunt] : []),
    ...(mayEntities && entity !== null
      ? [
          {
            key: 'entity',
            label: t('entities:open'),
            onClick: () => void navigate({ to: '/entities' as never, search: { key: entity } as never }),
          },
        ]
      : []),
  ]
  return {
    // The menu belongs to a row of a table as far as React is concerned, which would open.
    onClick: ({ domEvent }) => domEvent.stopPropagation(),
    items: [
      ...asks,
      ...(asks.length > 0 ? [{ type: 'divider' as const }] : []),
      { key: 'copy', label: t('pivot:copy'), onClick: () => void copyText(String(value)) },
      {
        key: 'copy-condition',
        label: t('pivot:copy.condition'),
        disabled: clause === null,
        onClick: () => void copyText(clause ?? ''),
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
