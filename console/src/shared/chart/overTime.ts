import type { EChartsCoreOption } from 'echarts/core'

/** Counts over time: a legend on top, a hint with every series at one moment, nothing that moves. */
export const overTime = (series: EChartsCoreOption['series']): EChartsCoreOption => ({
  animation: false,
  backgroundColor: 'transparent',
  grid: { left: 8, right: 8, top: 28, bottom: 4, containLabel: true },
  legend: { top: 0, right: 0, itemHeight: 8 },
  tooltip: { trigger: 'axis', renderMode: 'richText' },
  xAxis: { type: 'time' },
  yAxis: { type: 'value', minInterval: 1 },
  series,
})
