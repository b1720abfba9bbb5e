import type { Schemas } from '@/shared/api'

/** In the console's language where the rule has it; a file that cannot be read has only its name. */
export const titleOf = (rule: Pick<Schemas['RuleRead'], 'title' | 'title_zh' | 'file'>, language: string): string =>
  (language === 'zh-CN' ? rule.title_zh || rule.title : rule.title) || rule.file
