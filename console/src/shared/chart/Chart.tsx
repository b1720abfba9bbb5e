import { BarChart, CustomChart, HeatmapChart, LineChart, PieChart, SankeyChart } from 'echarts/charts'
import {
  AriaComponent,
  BrushComponent,
  DatasetComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  ToolboxComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components'
import { type EChartsCoreOption, type EChartsType, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { useDark } from '@/shared/preferences'

use([
  BarChart,
  CustomChart,
  HeatmapChart,
  LineChart,
  PieChart,
  SankeyChart,
  AriaComponent,
  BrushComponent,
  DatasetComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  ToolboxComponent,
  TooltipComponent,
  VisualMapComponent,
  SVGRenderer,
])

interface ChartProps {
  option: EChartsCoreOption
  height: number
  /** What the chart shows, for those who do not see it. */
  label: string
  /** Called once with the chart, to attach handlers; may return what detaches them. */
  onReady?: (chart: EChartsType) => (() => void) | undefined
}

/** The only door to ECharts: import it lazily. Tooltips must use `renderMode: 'richText'` so that no text becomes HTML. */
export const Chart = ({ option, height, label, onReady }: ChartProps) => {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType>(undefined)
  const dark = useDark()
  const latest = useRef({ option, onReady })
  useEffect(() => {
    latest.current = { option, onReady }
    chart.current?.setOption(option, { notMerge: true, lazyUpdate: true })
  })
  useEffect(() => {
    if (!place.current) return
    const made = init(place.current, dark ? 'dark' : undefined, { renderer: 'svg' })
    chart.current = made
    made.setOption(latest.current.option)
    const detach = latest.current.onReady?.(made)
    const watch = new ResizeObserver(() => made.resize())
    watch.observe(place.current)
    return () => {
      watch.disconnect()
      detach?.()
      made.dispose()
      chart.current = undefined
    }
  }, [dark])
  return <div ref={place} role="img" aria-label={label} style={{ height, width: '100%' }} />
}

export default Chart
