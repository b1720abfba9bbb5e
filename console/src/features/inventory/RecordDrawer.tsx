import { useQuery } from '@tanstack/react-query'
import { Button, Descriptions, Drawer, Flex, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { useSystems } from '@/shared/systems'
import { drawerWidth } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { recordQuery, useRemoveRecord } from './api'
import { FieldValue } from './FieldValue'
import { fieldTitle } from './fields'
import { RecordForm } from './RecordForm'
import { RelatedRecords } from './RelatedRecords'
import type { InventorySearch } from './search'

interface Props {
  kind: Schemas['InventoryKindRead']
  kinds: Schemas['InventoryKindRead'][]
  id: string
  onGo: (part: Partial<InventorySearch>) => void
  onClose: () => void
}

export const RecordDrawer = ({ kind, kinds, id, onGo, onClose }: Props) => {
  const { t } = useTranslation()
  const { zh } = useWords()
  const mayChange = useMay('registers:change')
  const [editing, setEditing] = useState(false)
  const query = useQuery(recordQuery(kind.kind, id))
  const remove = useRemoveRecord(kind.kind)
  const held = query.data?.record.values
  const named = String((zh && held?.['name_zh']) || held?.['name'] || '')
  const { nameOf } = useSystems()
  const target = (field: Schemas['InventoryField'], value: unknown) =>
    field.points_to.length === 1 && typeof value === 'string' && value !== '' ? field.points_to[0] : undefined
  return (
    <Drawer
      title={
        <>
          {t(`inventory:kind.${kind.kind}`)} · <UntrustedText text={named || id} limit={80} />
        </>
      }
      open
      onClose={onClose}
      size={drawerWidth}
      destroyOnHidden
    >
      <Loaded query={query}>
        {({ record, related, more }) =>
          editing ? (
            <RecordForm kind={kind} record={record} onDone={() => setEditing(false)} />
          ) : (
            <>
              <Descriptions
                size="small"
                bordered
                column={1}
                items={kind.fields.map((field) => {
                  const value = record.values[field.name]
                  const to = target(field, value)
                  return {
                    key: field.name,
                    label: fieldTitle(field, zh),
                    children:
                      to === undefined ? (
                        <FieldValue field={field} value={value} />
                      ) : (
                        <button
                          type="button"
                          className="fs-link"
                          onClick={() =>
                            onGo({ tab: to, open: String(value), q: undefined, field: undefined, value: undefined })
                          }
                        >
                          <UntrustedText text={to === 'systems' ? nameOf(String(value)) : String(value)} />
                        </button>
                      ),
                  }
                })}
              />
              {mayChange && (
                <Flex gap="small" className="fs-part">
                  <Button type="primary" onClick={() => setEditing(true)}>
                    {t('inventory:edit')}
                  </Button>
                  <Popconfirm
                    title={t('inventory:remove.sure')}
                    description={t('inventory:remove.why')}
                    onConfirm={() => remove.mutate(id, { onSuccess: onClose })}
                  >
                    <Button danger loading={remove.isPending}>
                      {t('inventory:remove')}
                    </Button>
                  </Popconfirm>
                </Flex>
              )}
              <RelatedRecords related={related} more={more} kinds={kinds} onGo={onGo} />
            </>
          )
        }
      </Loaded>
    </Drawer>
  )
}
