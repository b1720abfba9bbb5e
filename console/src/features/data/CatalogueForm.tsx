import { Button, Flex, Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useDescribe } from './api'

const KINDS = ['table', 'api', 'file', 'object'] as const

interface Props {
  dataSet: string
  catalogue: Schemas['DataCatalogueRead']
}

/** Where the data set lies, its fields, and the accounts that keep it for its owner. */
export const CatalogueForm = ({ dataSet, catalogue }: Props) => {
  const { t } = useTranslation()
  const describe = useDescribe(dataSet)
  return (
    <Form<Schemas['DataCatalogueWrite']>
      name="data-catalogue"
      key={JSON.stringify(catalogue)}
      layout="vertical"
      size="small"
      initialValues={catalogue}
      onFinish={(body) =>
        describe.mutate({ places: body.places ?? [], fields: body.fields ?? [], keepers: body.keepers ?? [] })
      }
    >
      <Form.Item label={t('data:places')} extra={t('data:places.help')}>
        <Form.List name="places">
          {(places, { add, remove }) => (
            <Flex vertical gap={4}>
              {places.map((place) => (
                <Flex key={place.key} gap="small">
                  <Form.Item name={[place.name, 'kind']} noStyle rules={[{ required: true, message: '' }]}>
                    <Select
                      style={{ width: 120 }}
                      aria-label={t('data:place.kind')}
                      options={KINDS.map((value) => ({ value, label: t(`data:place.${value}`) }))}
                    />
                  </Form.Item>
                  <Form.Item name={[place.name, 'name']} noStyle rules={[{ required: true, message: '' }]}>
                    <Input maxLength={500} aria-label={t('data:place.name')} style={{ maxWidth: 420 }} />
                  </Form.Item>
                  <Button onClick={() => remove(place.name)}>{t('data:remove')}</Button>
                </Flex>
              ))}
              <div>
                <Button onClick={() => add({ kind: 'table' })}>{t('data:place.add')}</Button>
              </div>
            </Flex>
          )}
        </Form.List>
      </Form.Item>
      <Form.Item name="fields" label={t('data:fields')}>
        <Select mode="tags" tokenSeparators={[',', ' ', '，']} open={false} suffixIcon={null} />
      </Form.Item>
      <Form.Item name="keepers" label={t('data:keepers')} extra={t('data:keepers.help')}>
        <Select mode="tags" tokenSeparators={[',', ' ', '，']} open={false} suffixIcon={null} />
      </Form.Item>
      <Button htmlType="submit" loading={describe.isPending}>
        {t('data:save')}
      </Button>
    </Form>
  )
}
