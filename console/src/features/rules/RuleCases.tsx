import { useQuery } from '@tanstack/react-query'
import { Alert, Table, Tag, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { casesQuery } from './api'

/** The cases beside a rule's file, run when they are looked at. */
export const RuleCases = ({ ruleKey }: { ruleKey: string }) => {
  const { t } = useTranslation()
  const cases = useQuery(casesQuery(ruleKey))
  return (
    <Loaded query={cases}>
      {(data) => (
        <>
          <Typography.Paragraph type="secondary">{t('rules:cases.help')}</Typography.Paragraph>
          {data.uncovered.map((missing) => (
            <Alert key={missing} type="warning" showIcon title={<UntrustedText text={missing} />} />
          ))}
          <Table
            size="small"
            rowKey={(one) => `${one.fires} ${one.file}`}
            dataSource={data.items}
            pagination={false}
            columns={[
              {
                title: t('rules:cases.kind'),
                width: 110,
                render: (_, one) => (one.fires ? t('rules:cases.fires') : t('rules:cases.silent')),
              },
              { title: t('rules:file'), render: (_, one) => <UntrustedText text={one.file} mono /> },
              { title: t('rules:cases.expected'), width: 110, dataIndex: 'expected' },
              { title: t('rules:cases.found'), width: 90, dataIndex: 'found', align: 'right' },
              {
                title: t('rules:cases.result'),
                width: 220,
                render: (_, one) =>
                  one.passed ? (
                    <Tag color="success">{t('rules:cases.passed')}</Tag>
                  ) : (
                    <UntrustedText text={one.message} />
                  ),
              },
            ]}
          />
        </>
      )}
    </Loaded>
  )
}
