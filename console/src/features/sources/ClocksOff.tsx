import { ClockCircleOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'

/** Which of a source's clocks are wrong, by how much and how that is known. */
export const ClocksOff = ({ clocks }: { clocks: Schemas['ClockOff'][] }) => {
  const { t, i18n } = useTranslation()
  const { duration } = useWords()
  return (
    <>
      {clocks.map((clock) => (
        <div key={`${clock.host} ${clock.witness}`}>
          <ClockCircleOutlined /> {clock.host === '' ? null : <UntrustedText text={clock.host} limit={80} mono />}{' '}
          {t(clock.behind_s > 0 ? 'sources:clock.behind' : 'sources:clock.ahead', {
            by: duration(Math.abs(clock.behind_s) * 1_000),
            seconds: Math.abs(clock.behind_s).toLocaleString(i18n.language, { maximumFractionDigits: 0 }),
          })}{' '}
          <span className="fs-soft">
            {t(`sources:clock.witness.${clock.witness}`, { agreeing: clock.agreeing, pairs: clock.pairs })}
          </span>
        </div>
      ))}
    </>
  )
}
