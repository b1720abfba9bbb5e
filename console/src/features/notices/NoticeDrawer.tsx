import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Descriptions, Drawer, Flex, Timeline } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Moment } from '@/shared/time/Moment'
import { Mark } from '@/shared/ui/Mark'
import { drawerWidth } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { noticeQuery } from './api'
import { NoticeActions } from './NoticeActions'
import { KindTag, NoticeStatusTag } from './NoticeTags'

interface NoticeDrawerProps {
  id: string | undefined
  onClose: () => void
}

export const NoticeDrawer = ({ id, onClose }: NoticeDrawerProps) => {
  const { t } = useTranslation()
  const query = useQuery({ ...noticeQuery(id ?? ''), enabled: id !== undefined })
  return (
    <Drawer title={t('notices:one')} open={id !== undefined} onClose={onClose} size={drawerWidth} destroyOnHidden>
      <Loaded query={query}>{(notice) => <NoticeView notice={notice} />}</Loaded>
    </Drawer>
  )
}

const NoticeView = ({ notice }: { notice: Schemas['NoticeDetail'] }) => {
  const { t } = useTranslation()
  const words = useWords()
  const when = (at: string | null) => <Moment at={at} precision="minute" />
  return (
    <Flex vertical gap="middle">
      <Flex gap="small" align="center" wrap>
        <KindTag notice={notice} />
        <NoticeStatusTag status={notice.status} />
        {notice.overdue && <Mark tone="critical">{t('notices:overdue')}</Mark>}
        {notice.escalated > 0 && <Mark tone="high">{t('notices:escalated', { rung: notice.escalated })}</Mark>}
      </Flex>
      <strong>
        <UntrustedText text={notice.title} />
      </strong>
      <div style={{ whiteSpace: 'pre-wrap' }}>
        <UntrustedText text={notice.body} limit={10_000} />
      </div>
      <NoticeActions key={notice.status} notice={notice} />
      <Descriptions
        size="small"
        column={2}
        bordered
        items={[
          { label: t('notices:column.issuer'), children: <UnitName id={notice.issuer} /> },
          { label: t('notices:column.unit'), children: <UnitName id={notice.unit} /> },
          { label: t('notices:column.sign_by'), children: notice.issued ? when(notice.sign_by) : t('notices:not_yet') },
          { label: t('notices:column.due'), children: notice.issued ? when(notice.due) : t('notices:not_yet') },
          { label: t('notices:column.signed'), children: when(notice.signed) },
          { label: t('notices:column.answered'), children: when(notice.answered) },
          {
            label: t('notices:column.incident'),
            span: 2,
            children: notice.incident ? (
              <Link to={'/incidents/$incidentId' as never} params={{ incidentId: notice.incident } as never}>
                {notice.incident}
              </Link>
            ) : (
              '—'
            ),
          },
          ...(notice.answer
            ? [{ label: t('notices:column.answer'), span: 2, children: <UntrustedText text={notice.answer} /> }]
            : []),
          ...(notice.review
            ? [{ label: t('notices:column.review'), span: 2, children: <UntrustedText text={notice.review} /> }]
            : []),
          ...(notice.lost.length > 0
            ? [
                {
                  label: t('notices:column.lost'),
                  span: 2,
                  children: notice.lost.map((one) => `${words.zh ? one.zh : one.en} −${one.minus}`).join('；'),
                },
              ]
            : []),
        ]}
      />
      <Timeline
        items={notice.steps.map((step, place) => ({
          key: place,
          color: step.action === 'escalated' || step.action === 'return' ? 'red' : 'blue',
          content: (
            <Flex vertical>
              <span>
                <strong>{t(`notices:step.${step.action}`)}</strong> · <UntrustedText text={step.actor} limit={80} /> ·{' '}
                <Moment at={step.time} />
              </span>
              {step.note && <UntrustedText text={step.note} />}
            </Flex>
          ),
        }))}
      />
    </Flex>
  )
}
