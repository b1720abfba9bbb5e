import { Descriptions } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Moment } from '@/shared/time/Moment'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { bytes } from './bytes'
import { ClocksOff } from './ClocksOff'
import { EventsLink } from './EventsLink'
import { SourceSchemas } from './SourceSchemas'
import { SourceStateTag } from './SourceStateTag'

interface Props {
  source: Schemas['SourceRead']
  rate: number | null
}

export const SourceFacts = ({ source, rate }: Props) => {
  const { t, i18n } = useTranslation()
  const { duration } = useWords()
  const number = (value: number) => value.toLocaleString(i18n.language)
  return (
    <Descriptions
      size="small"
      column={2}
      items={[
        {
          key: 'state',
          span: 2,
          label: t('sources:column.state'),
          children: (
            <span>
              <SourceStateTag state={source.state} /> {t(`sources:means.${source.state}`)}
            </span>
          ),
        },
        ...(source.error === null
          ? []
          : [
              {
                key: 'error',
                span: 2,
                label: t('sources:error'),
                children: <UntrustedText text={source.error} limit={500} />,
              },
            ]),
        { key: 'unit', label: t('sources:column.unit'), children: <UnitName id={source.unit} /> },
        { key: 'kind', label: t('sources:column.kind'), children: source.kind ?? t('sources:kind.recording') },
        {
          key: 'input',
          span: 2,
          label: t('sources:input'),
          children: source.input === null ? '—' : <UntrustedText text={source.input} mono />,
        },
        {
          key: 'events',
          label: t('sources:column.events'),
          children: <EventsLink source={source.name}>{number(source.events)}</EventsLink>,
        },
        { key: 'rate', label: t('sources:column.rate'), children: rate === null ? '—' : rate.toFixed(1) },
        { key: 'duplicates', label: t('sources:duplicates'), children: number(source.duplicates) },
        { key: 'bytes', label: t('sources:column.bytes'), children: bytes(source.bytes) },
        { key: 'quarantined', label: t('sources:column.quarantined'), children: number(source.quarantined) },
        { key: 'dropped', label: t('sources:column.dropped'), children: number(source.dropped) },
        {
          key: 'lag',
          label: t('sources:column.lag'),
          children: source.lag_s === null ? '—' : duration(source.lag_s * 1_000),
        },
        ...(source.silent_after_s === null
          ? []
          : [
              {
                key: 'silent',
                span: 2,
                label: t('sources:silent_after'),
                children: `${duration(source.silent_after_s * 1_000)}${source.silence_learned ? t('sources:learned') : ''}`,
              },
            ]),
        ...(source.clocks.length === 0
          ? []
          : [
              {
                key: 'clocks',
                span: 2,
                label: t('sources:clock'),
                children: <ClocksOff clocks={source.clocks} />,
              },
            ]),
        ...(Object.keys(source.schemas).length === 0
          ? []
          : [
              {
                key: 'schemas',
                span: 2,
                label: t('sources:schemas'),
                children: <SourceSchemas schemas={source.schemas} />,
              },
            ]),
        { key: 'ingest', label: t('sources:last_ingest'), children: <Moment at={source.last_ingest} /> },
        { key: 'first', label: t('sources:first_event'), children: <Moment at={source.first_event} /> },
        { key: 'last', label: t('sources:column.last_event'), children: <Moment at={source.last_event} /> },
      ]}
    />
  )
}
