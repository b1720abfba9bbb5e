/** Matches by day as bars. */

interface Colours {
  colorPrimary: string
  colorTextTertiary: string
  colorBorderSecondary: string
}

export const daysOption = (days: readonly { day: string; matches: number }[], colours: Colours) => ({
  animation: false,
  backgroundColor: 'transparent',
  grid: { left: 52, right: 8, top: 12, bottom: 24 },
  xAxis: {
    type: 'category',
    data: days.map(({ day }) => `${day} UTC`),
    axisLabel: { color: colours.colorTextTertiary, hideOverlap: true },
    axisLine: { lineStyle: { color: colours.colorBorderSecondary } },
    axisTick: { show: false },
  },
  yAxis: {
    type: 'value',
    minInterval: 1,
    axisLabel: { color: colours.colorTextTertiary },
    splitLine: { lineStyle: { color: colours.colorBorderSecondary } },
  },
  tooltip: { trigger: 'axis', renderMode: 'richText' },
  series: [
    {
      type: 'bar',
      data: days.map(({ matches }) => matches),
      itemStyle: { color: colours.colorPrimary },
      barMaxWidth: 28,
    },
  ],
})
