import { useQuery } from '@tanstack/react-query'
import { Flex, Segmented, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Loaded } from '@/shared/ui/states'
import { useWords } from '@/shared/words'
import { whatIfQuery } from './api'
import styles from './compliance.module.css'
import { Tasks } from './Tasks'

interface Props {
  data: Schemas['SystemPosture']
  onOpen: (item: string) => void
}

/** What would move the conclusion, and who does what by when. */
export const Plan = ({ data, onOpen }: Props) => {
  const { t } = useTranslation()
  const [template, setTemplate] = useState<'template_2025' | 'template_2021'>('template_2025')
  const found = useQuery(whatIfQuery(data.brief.id, template))
  const words = useWords()
  return (
    <Flex vertical gap="middle">
      <Flex gap="small" align="center">
        <h2 className={styles['heading']}>{t('compliance:way')}</h2>
        <Segmented
          size="small"
          value={template}
          onChange={setTemplate}
          options={(['template_2025', 'template_2021'] as const).map((value) => ({
            value,
            label: t(`compliance:template.${value}`),
          }))}
        />
      </Flex>
      <Loaded query={found}>
        {(what) => (
          <>
            {what.way.length === 0 && <p className="fs-soft">{t('compliance:no_way')}</p>}
            <Table<Schemas['WayStep']>
              size="small"
              rowKey="item"
              dataSource={what.way}
              pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
              columns={[
                {
                  title: t('compliance:column.clause'),
                  width: 130,
                  render: (_, one) => (
                    <button type="button" className="fs-link" onClick={() => onOpen(one.item)}>
                      {one.item.slice(3)}
                    </button>
                  ),
                },
                { title: t('compliance:column.item'), render: (_, one) => (words.zh ? one.zh : one.en) },
                { title: t('compliance:column.gain'), width: 90, align: 'right', render: (_, one) => `+${one.gain}` },
                { title: t('compliance:column.after'), width: 90, align: 'right', dataIndex: 'value' },
              ]}
            />
          </>
        )}
      </Loaded>
      <h2 className={styles['heading']}>{t('compliance:tasks')}</h2>
      <Tasks data={data} />
    </Flex>
  )
}
