import antd from 'antd/es/locale/zh_CN'
import 'dayjs/locale/zh-cn'
import type { ResourceLanguage } from 'i18next'

const files = import.meta.glob<Record<string, string>>('./*.json', { eager: true, import: 'default' })

export const locale = antd
export const messages: ResourceLanguage = Object.fromEntries(
  Object.entries(files).map(([path, entries]) => [path.slice(2, -'.json'.length), entries]),
)
