import { Alert, Button, Flex, Form, Input, Popconfirm, Select, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { DayInput } from '@/shared/time/DayInput'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useAddPermit, useRevokePermit } from './api'

interface Props {
  system: string
  held: Schemas['ScanPermitRead'][]
}

/** Permits to scan: without one in force the platform refuses every scan of the system. */
export const Permits = ({ system, held }: Props) => {
  const { t } = useTranslation()
  const mayPermit = useMay('cii:permit')
  const revoke = useRevokePermit()
  return (
    <Flex vertical gap="middle">
      <Alert
        type={held.some((one) => one.holds) ? 'info' : 'success'}
        showIcon
        title={t(held.some((one) => one.holds) ? 'cii:permit.some' : 'cii:permit.none')}
      />
      {mayPermit && <PermitForm system={system} />}
      <Table<Schemas['ScanPermitRead']>
        size="small"
        rowKey="id"
        dataSource={held}
        pagination={false}
        scroll={{ x: 900 }}
        columns={[
          { title: t('cii:number'), width: 150, render: (_, one) => <UntrustedText text={one.number} limit={80} /> },
          { title: t('cii:approved_by'), render: (_, one) => <UntrustedText text={one.approved_by} limit={80} /> },
          { title: t('cii:tester'), render: (_, one) => <UntrustedText text={one.tester} limit={80} /> },
          {
            title: t('cii:hosts'),
            render: (_, one) => <UntrustedText text={one.hosts.join(', ') || t('cii:all_hosts')} limit={120} />,
          },
          { title: t('cii:from_to'), width: 200, render: (_, one) => `${one.start} – ${one.until}` },
          {
            title: t('cii:state'),
            width: 90,
            render: (_, one) =>
              t(one.revoked ? 'cii:state.revoked' : one.holds ? 'cii:state.holds' : 'cii:state.not_now'),
          },
          {
            title: '',
            width: 80,
            render: (_, one) =>
              mayPermit &&
              !one.revoked && (
                <Popconfirm title={t('cii:revoke.sure')} onConfirm={() => revoke.mutate(one.id)}>
                  <Button size="small" danger type="link">
                    {t('cii:revoke')}
                  </Button>
                </Popconfirm>
              ),
          },
        ]}
      />
    </Flex>
  )
}

const PermitForm = ({ system }: { system: string }) => {
  const { t } = useTranslation()
  const add = useAddPermit(system)
  const [form] = Form.useForm<Required<Schemas['ScanPermitAdd']>>()
  const needed = [{ required: true, message: t('cii:needed') }]
  return (
    <Form
      form={form}
      layout="vertical"
      size="small"
      requiredMark={false}
      initialValues={{ hosts: [], purpose: '' }}
      onFinish={(values) => add.mutate(values, { onSuccess: () => form.resetFields() })}
    >
      <Flex gap="small" wrap align="end">
        {(['number', 'approved_by', 'tester'] as const).map((name) => (
          <Form.Item key={name} name={name} label={t(`cii:${name}`)} rules={needed}>
            <Input maxLength={300} style={{ width: 160 }} />
          </Form.Item>
        ))}
        <Form.Item name="hosts" label={t('cii:hosts')}>
          <Select
            mode="tags"
            open={false}
            suffixIcon={null}
            tokenSeparators={[',', '，', ' ']}
            placeholder={t('cii:all_hosts')}
            style={{ width: 200 }}
          />
        </Form.Item>
        {(['start', 'until'] as const).map((name) => (
          <Form.Item key={name} name={name} label={t(`cii:${name}`)} rules={needed}>
            <DayInput />
          </Form.Item>
        ))}
        <Form.Item>
          <Button type="primary" htmlType="submit" loading={add.isPending}>
            {t('cii:permit')}
          </Button>
        </Form.Item>
      </Flex>
    </Form>
  )
}
