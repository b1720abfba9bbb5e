import { FilePdfOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Checkbox, Flex, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSearchState } from '@/shared/search'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { OneOf } from '@/shared/ui/filters'
import { Page } from '@/shared/ui/Page'
import { Panel } from '@/shared/ui/Panel'
import { Empty, Loaded, Partial } from '@/shared/ui/states'
import { UnitSelect } from '@/shared/ui/UnitSelect'
import { useWords } from '@/shared/words'
import { risksQuery } from './api'
import { RiskDrawer } from './RiskDrawer'
import { RiskMatrix } from './RiskMatrix'
import { RisksTable } from './RisksTable'
import { RiskTrend } from './RiskTrend'
import styles from './risks.module.css'
import { type RisksSearch, readRisksSearch, STATES } from './search'

/** The risk register: matrix, trend, and every risk with its causes and treatment. */
export const RisksPage = () => {
  const { t } = useTranslation()
  const { zh, number } = useWords()
  const [search, change] = useSearchState(readRisksSearch)
  const query = useQuery(risksQuery(search))
  const mayReport = useMay('reports:export')
  const narrow = (part: Partial<RisksSearch>) => change({ from: undefined, ...part })
  return (
    <Page
      title={t('risks:title')}
      extra={
        <>
          {query.data && (
            <span className="fs-soft">
              {t('risks:at')} <Moment at={query.data.at} />
            </span>
          )}
          {mayReport && (
            <Link to="/reports" search={{ kind: 'risk-assessment' } as never}>
              <Button size="small" icon={<FilePdfOutlined />}>
                {t('risks:report')}
              </Button>
            </Link>
          )}
        </>
      }
      toolbar={
        <Flex gap="small" wrap align="center">
          <UnitSelect size="small" value={search.unit} onChange={(unit) => narrow({ unit })} />
          <OneOf
            label={t('risks:threat')}
            value={search.threat}
            width={240}
            options={(query.data?.method.threats ?? []).map((one) => ({ value: one.id, label: zh ? one.zh : one.en }))}
            onChange={(threat) => narrow({ threat })}
          />
          <OneOf
            label={t('risks:state')}
            value={search.state}
            width={170}
            options={STATES.map((value) => ({ value, label: t(`risks:state.${value}`) }))}
            onChange={(state) => narrow({ state })}
          />
          <Checkbox
            checked={search.waiting === true}
            onChange={(event) => narrow({ waiting: event.target.checked || undefined })}
          >
            {t('risks:waiting_only')}
          </Checkbox>
          {search.system && (
            <Tag closable onClose={() => narrow({ system: undefined })}>
              {search.system}
            </Tag>
          )}
        </Flex>
      }
    >
      <Loaded query={query}>
        {(board) => (
          <Flex vertical gap="middle">
            {!board.reach_analysed && <Partial reason={t('risks:no_reach')} />}
            <div className={styles['top']}>
              <Panel
                title={t('risks:counted', { number: number(board.cells.reduce((sum, one) => sum + one.risks, 0)) })}
                extra={t('risks:open', { number: number(board.open) })}
              >
                <RiskMatrix
                  cells={board.cells}
                  likelihood={search.likelihood}
                  loss={search.loss}
                  onPick={(likelihood, loss) => narrow({ likelihood, loss })}
                />
              </Panel>
              <RiskTrend system={search.system} />
            </div>
            {board.items.length === 0 ? (
              <Empty>{t('risks:empty')}</Empty>
            ) : (
              <RisksTable
                board={board}
                from={search.from ?? 0}
                open={search.open}
                onOpen={(open) => change({ open })}
                onTurn={(from) => change({ from: from || undefined })}
              />
            )}
            {search.open !== undefined && (
              <RiskDrawer
                key={search.open}
                id={search.open}
                method={board.method}
                onClose={() => change({ open: undefined }, { replace: true })}
              />
            )}
          </Flex>
        )}
      </Loaded>
    </Page>
  )
}
