import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { COLUMNS } from './columns'
import { FieldValue } from './FieldValue'
import { fieldTitle } from './fields'
import type { InventorySearch } from './search'

interface Props {
  related: Schemas['RelatedRecord'][]
  more: boolean
  kinds: Schemas['InventoryKindRead'][]
  onGo: (part: Partial<InventorySearch>) => void
}

/** What names the record that is shown: an asset's services and weaknesses, who may read a data set. */
export const RelatedRecords = ({ related, more, kinds, onGo }: Props) => {
  const { t } = useTranslation()
  const { zh } = useWords()
  const named = (kind: string) =>
    new Set(related.filter(({ record }) => record.kind === kind).map(({ field }) => field))
  const shown = kinds.filter((kind) => related.some(({ record }) => record.kind === kind.kind))
  return (
    <>
      {shown.map((kind) => {
        const rows = new Map(related.filter((one) => one.record.kind === kind.kind).map((one) => [one.record.id, one]))
        const told = COLUMNS[kind.kind]
          .flatMap((name) =>
            kind.fields.filter(
              (field) => field.name === name && name !== 'unit' && name !== 'id' && !named(kind.kind).has(name),
            ),
          )
          .slice(0, 5)
        return (
          <section key={kind.kind} className="fs-part">
            <h3>{t(`inventory:kind.${kind.kind}`)}</h3>
            <Table
              size="small"
              rowKey={({ record }) => record.id}
              dataSource={[...rows.values()]}
              pagination={false}
              columns={[
                {
                  title: t('inventory:name'),
                  key: 'name',
                  render: (_, { record }) => (
                    <button
                      type="button"
                      className="fs-link"
                      onClick={() =>
                        onGo({ tab: record.kind, open: record.id, q: undefined, field: undefined, value: undefined })
                      }
                    >
                      <UntrustedText text={(zh && record.name_zh) || record.name} />
                    </button>
                  ),
                },
                ...told.map((field) => ({
                  title: fieldTitle(field, zh),
                  key: field.name,
                  render: (_: unknown, { record }: Schemas['RelatedRecord']) => (
                    <FieldValue field={field} value={record.values[field.name]} />
                  ),
                })),
              ]}
            />
          </section>
        )
      })}
      {more && <p>{t('inventory:related.more')}</p>}
    </>
  )
}
