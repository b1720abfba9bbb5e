import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Drawer, Flex, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { useSystems } from '@/shared/systems'
import { drawerWidth } from '@/shared/ui/Page'
import { Empty, Loaded } from '@/shared/ui/states'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { suppliersQuery } from './api'
import { SupplierForm } from './SupplierForm'

export const NEW = '+'

interface Props {
  open: string | undefined
  onOpen: (id: string | undefined) => void
}

/** The supply-chain register: who supplies what to which systems, and what is known against it. */
export const Suppliers = ({ open, onOpen }: Props) => {
  const { t } = useTranslation()
  const mayChange = useMay('suppliers:change')
  const query = useQuery(suppliersQuery())
  const { nameOf } = useSystems()
  const words = useWords()
  return (
    <Loaded query={query}>
      {({ items }) => {
        const chosen = items.find((one) => one.id === open)
        return (
          <Flex vertical gap="small">
            {mayChange && (
              <Button
                size="small"
                type="primary"
                icon={<PlusOutlined />}
                style={{ alignSelf: 'start' }}
                onClick={() => onOpen(NEW)}
              >
                {t('cii:supplier.add')}
              </Button>
            )}
            {items.length === 0 ? (
              <Empty title={t('cii:supplier.none')}>{t('cii:supplier.none.next')}</Empty>
            ) : (
              <Table<Schemas['SupplierRead']>
                size="small"
                rowKey="id"
                dataSource={items}
                pagination={false}
                scroll={{ x: 1000 }}
                columns={[
                  {
                    title: t('cii:supplier'),
                    width: 220,
                    render: (_, one) => (
                      <button type="button" className="fs-link" onClick={() => onOpen(one.id)}>
                        <UntrustedText text={one.name} limit={100} />
                      </button>
                    ),
                  },
                  { title: t('cii:unit'), width: 160, render: (_, one) => <UnitName id={one.unit} /> },
                  {
                    title: t('cii:products'),
                    render: (_, one) => (
                      <UntrustedText
                        text={one.products.map((p) => `${p.name} ${p.version}`.trim()).join(', ') || '—'}
                      />
                    ),
                  },
                  {
                    title: t('cii:systems'),
                    render: (_, one) => <UntrustedText text={words.list(one.systems.map(nameOf)) || '—'} limit={120} />,
                  },
                  { title: t('cii:access'), width: 90, align: 'right', render: (_, one) => one.access.length },
                  {
                    title: t('cii:components'),
                    width: 100,
                    align: 'right',
                    render: (_, one) => one.lists.reduce((sum, list) => sum + list.components, 0),
                  },
                  {
                    title: t('cii:weaknesses'),
                    width: 100,
                    align: 'right',
                    render: (_, one) => <span data-bad={one.weaknesses.length > 0}>{one.weaknesses.length}</span>,
                  },
                ]}
              />
            )}
            {(open === NEW || chosen) && (
              <Drawer
                open
                onClose={() => onOpen(undefined)}
                size={drawerWidth}
                title={chosen?.name ?? t('cii:supplier.add')}
              >
                <SupplierForm key={chosen?.id ?? NEW} one={chosen} onDone={(id) => onOpen(id)} />
              </Drawer>
            )}
          </Flex>
        )
      }}
    </Loaded>
  )
}
