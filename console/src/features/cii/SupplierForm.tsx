import { Button, Flex, Form, Input, Upload } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { RowsField } from '@/shared/ui/RowsField'
import { SystemsSelect } from '@/shared/ui/SystemSelect'
import { UnitSelect } from '@/shared/ui/UnitSelect'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useListComponents, usePutSupplier } from './api'

interface Props {
  one: Schemas['SupplierRead'] | undefined
  onDone: (id: string) => void
}

type Values = Schemas['SupplierPut'] & { id?: string }

/** A supplier with products, access, contracts and people; below, lists of components and what is known against them. */
export const SupplierForm = ({ one, onDone }: Props) => {
  const { t } = useTranslation()
  const mayChange = useMay('suppliers:change')
  const put = usePutSupplier()
  const save = ({ id, ...body }: Values) => {
    const named = one?.id ?? id ?? ''
    put.mutate({ id: named, body, fresh: one === undefined }, { onSuccess: () => onDone(named) })
  }
  return (
    <>
      <Form<Values>
        layout="vertical"
        size="small"
        disabled={!mayChange}
        initialValues={one ?? { systems: [], products: [], access: [], contracts: [], people: [] }}
        onFinish={save}
      >
        {!one && (
          <Form.Item
            name="id"
            label={t('cii:supplier.id')}
            rules={[{ required: true, pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/, message: t('cii:supplier.id_form') }]}
          >
            <Input maxLength={100} />
          </Form.Item>
        )}
        <Form.Item name="name" label={t('cii:supplier')} rules={[{ required: true, message: t('cii:needed') }]}>
          <Input maxLength={300} />
        </Form.Item>
        <Form.Item name="unit" label={t('cii:unit')}>
          <UnitSelect width="100%" />
        </Form.Item>
        <Form.Item name="contact" label={t('cii:contact')}>
          <Input maxLength={300} />
        </Form.Item>
        <Form.Item name="systems" label={t('cii:systems')}>
          <SystemsSelect />
        </Form.Item>
        <RowsField
          name="products"
          label={t('cii:products')}
          columns={[
            { name: 'name', label: t('cii:product'), needed: true },
            { name: 'version', label: t('cii:version'), width: 90 },
            { name: 'custom', label: t('cii:custom'), type: 'flag' },
            { name: 'code_report', label: t('cii:code_report'), type: 'day' },
            { name: 'sensitive', label: t('cii:sensitive'), type: 'flag' },
            { name: 'review', label: t('cii:review_number') },
          ]}
        />
        <RowsField
          name="access"
          label={t('cii:access')}
          columns={[
            { name: 'account', label: t('cii:account'), needed: true },
            { name: 'target', label: t('cii:target') },
            { name: 'second_factor', label: t('cii:second_factor'), type: 'flag' },
            { name: 'bastion', label: t('cii:bastion'), type: 'flag' },
            { name: 'until', label: t('cii:until'), type: 'day' },
          ]}
        />
        <RowsField
          name="contracts"
          label={t('cii:contracts')}
          columns={[
            { name: 'number', label: t('cii:contract_number'), needed: true },
            { name: 'signed', label: t('cii:signed'), type: 'day' },
            { name: 'until', label: t('cii:until'), type: 'day' },
            { name: 'security_duties', label: t('cii:security_duties'), type: 'flag' },
            { name: 'confidentiality', label: t('cii:confidentiality'), type: 'flag' },
          ]}
        />
        <RowsField
          name="people"
          label={t('cii:people')}
          columns={[
            { name: 'name', label: t('cii:person'), needed: true },
            { name: 'post', label: t('cii:post') },
            { name: 'checked', label: t('cii:checked'), type: 'day' },
          ]}
        />
        {mayChange && (
          <Button type="primary" htmlType="submit" loading={put.isPending}>
            {t('cii:save')}
          </Button>
        )}
      </Form>
      {one && <ComponentLists one={one} mayChange={mayChange} />}
    </>
  )
}

const ComponentLists = ({ one, mayChange }: { one: Schemas['SupplierRead']; mayChange: boolean }) => {
  const { t } = useTranslation()
  const list = useListComponents(one.id)
  return (
    <section className="fs-part">
      <h3>{t('cii:components')}</h3>
      {one.products.map((product) => {
        const held = one.lists.find((some) => some.product === product.name)
        return (
          <Flex key={product.name} gap="small" wrap align="center">
            <UntrustedText text={product.name} limit={80} />
            {held
              ? t('cii:listed_as', { number: held.components, affected: held.affected, sm3: held.sm3.slice(0, 12) })
              : t('cii:not_listed')}
            {mayChange && (
              <Upload
                accept=".json"
                showUploadList={false}
                beforeUpload={(file) => {
                  list.mutate({ product: product.name, file })
                  return false
                }}
              >
                <Button size="small" loading={list.isPending}>
                  {t('cii:upload')}
                </Button>
              </Upload>
            )}
          </Flex>
        )
      })}
      {one.weaknesses.map((weak) => (
        <p key={weak.weakness} data-bad="true">
          <UntrustedText text={weak.weakness} limit={60} /> —{' '}
          <UntrustedText text={weak.products.join(', ')} limit={200} />
        </p>
      ))}
    </section>
  )
}
