import { ClockCircleOutlined } from '@ant-design/icons'
import { Button, DatePicker, Flex, Popover, Typography } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePreferences, type Zone } from '@/shared/preferences'
import { formatTime, instantOf, zoneLabel } from '@/shared/time/format'
import { EVERYTHING, instant, isEverything, isRelative, PRESETS, type Range } from '@/shared/time/range'

interface RangePickerProps {
  value: Range
  onChange: (range: Range) => void
}

const CLOCK = 'YYYY-MM-DD HH:mm:ss'

/** A calendar knows only clock readings: it is given those of the chosen zone, and they are read back in it. */
const reading = (end: string, zone: Zone): Dayjs | null => {
  const at = instant(end, Date.now())
  return at === undefined ? null : dayjs(formatTime(at, zone), CLOCK)
}

/** Relative and absolute ranges behind one button that says which range is meant. */
export const RangePicker = ({ value, onChange }: RangePickerProps) => {
  const { t } = useTranslation()
  const { zone } = usePreferences()
  const [open, setOpen] = useState(false)
  const choose = (range: Range) => {
    setOpen(false)
    onChange(range)
  }
  const everything = isEverything(value)
  const relative = isRelative(value.from) && value.to === 'now'
  const shown = everything
    ? t('time:everything')
    : relative
      ? t(`time:${value.from}`, { defaultValue: value.from })
      : `${formatTime(instant(value.from, Date.now()), zone)} – ${formatTime(instant(value.to, Date.now()), zone)}`
  const content = (
    <Flex vertical gap="small">
      <Flex gap="small" wrap style={{ maxWidth: 420 }}>
        {PRESETS.map((from) => (
          <Button
            key={from}
            size="small"
            type={relative && value.from === from ? 'primary' : 'default'}
            onClick={() => choose({ from, to: 'now' })}
          >
            {t(`time:${from}`)}
          </Button>
        ))}
        <Button size="small" type={everything ? 'primary' : 'default'} onClick={() => choose(EVERYTHING)}>
          {t('time:everything')}
        </Button>
      </Flex>
      <DatePicker.RangePicker
        showTime
        size="small"
        format={CLOCK}
        value={everything ? null : [reading(value.from, zone), reading(value.to, zone)]}
        onChange={(ends) => {
          const [from, to] = (ends ?? []).map(
            (end) => end && new Date(instantOf(end.format(CLOCK), zone)).toISOString(),
          )
          if (from && to) choose({ from, to })
        }}
      />
      <Typography.Text type="secondary">{t('time:zone', { zone: zoneLabel[zone] })}</Typography.Text>
    </Flex>
  )
  return (
    <Popover content={content} trigger="click" open={open} onOpenChange={setOpen} placement="bottomRight">
      <Button icon={<ClockCircleOutlined />} aria-label={t('time:range', { range: shown })}>
        {shown}
      </Button>
    </Popover>
  )
}
