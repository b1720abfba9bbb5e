import { Flex, theme } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { LEVELS, type Level, LevelTag } from '@/shared/ui/LevelTag'
import { useWords } from '@/shared/words'

type Props = {
  counts: Schemas['AlertCounts'] | undefined
  chosen: readonly Level[]
  onChange: (levels: Level[]) => void
}

/** Numbers by level, worst first; a number is a filter. */
export const LevelCounts = ({ counts, chosen, onChange }: Props) => {
  const { t } = useTranslation()
  const { token } = theme.useToken()
  const { number } = useWords()
  return (
    <Flex gap="small" wrap role="group" aria-label={t('alerts:levels')}>
      {LEVELS.map((level) => {
        const on = chosen.includes(level)
        const count = counts?.levels.find((each) => each.level === level)?.count
        return (
          <button
            key={level}
            type="button"
            aria-pressed={on}
            onClick={() => onChange(on ? chosen.filter((each) => each !== level) : [...chosen, level])}
            style={{
              display: 'flex',
              alignItems: 'baseline',
              gap: 12,
              minWidth: 124,
              padding: '6px 12px',
              font: 'inherit',
              color: 'inherit',
              cursor: 'pointer',
              background: on ? token.controlItemBgActive : token.colorBgContainer,
              border: `1px solid ${on ? token.colorPrimary : token.colorBorderSecondary}`,
              borderRadius: token.borderRadius,
            }}
          >
            <LevelTag level={level} />
            <strong style={{ marginInlineStart: 'auto', fontSize: 18, fontVariantNumeric: 'tabular-nums' }}>
              {count === undefined ? '–' : number(count)}
            </strong>
          </button>
        )
      })}
    </Flex>
  )
}
