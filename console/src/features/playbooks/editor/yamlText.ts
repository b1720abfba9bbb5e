/** JSON values as YAML 1.2 that reads back as the same values. */

const PLAIN = /^[A-Za-z_/\u4e00-\u9fff][A-Za-z0-9_ ./@+\u4e00-\u9fff-]*$/
const RESERVED = /^(?:true|false|null|yes|no|on|off|y|n)$/i

/** YAML breaks lines at more signs than JSON, and drops a byte order mark. */
const quoted = (value: string): string =>
  JSON.stringify(value).replace(/[^\P{C}\n]|[\u2028\u2029]/gu, (sign) =>
    [...Array(sign.length).keys()].map((at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  )

const scalar = (value: unknown): string => {
  if (typeof value !== 'string') return JSON.stringify(value) ?? 'null'
  return PLAIN.test(value) && !RESERVED.test(value) && !value.endsWith(' ') ? value : quoted(value)
}

/** Texts of several lines stand as they are, unless they hold signs that YAML would not give back. */
const isBlock = (value: string): boolean =>
  value.includes('\n') && !/^\s/.test(value) && !/[^\P{C}\n]|[\u2028\u2029]/u.test(value)

const block = (value: string, pad: string): string => {
  const ends = /\n*$/.exec(value)?.[0].length ?? 0
  const chomping = ends === 0 ? '|-' : ends === 1 ? '|' : '|+'
  const lines = value.replace(/\n$/, '').split('\n')
  return `${chomping}\n${lines.map((line) => (line === '' ? '' : `${pad}${line}`)).join('\n')}`
}

const written = (value: unknown, depth: number): string => {
  const pad = '  '.repeat(depth)
  if (typeof value === 'string' && isBlock(value)) return ` ${block(value, pad)}`
  if (Array.isArray(value)) {
    if (value.length === 0) return ' []'
    return `\n${value.map((one) => `${pad}-${written(one, depth + 1).replace(/^\n\s*/, ' ')}`).join('\n')}`
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
    if (entries.length === 0) return ' {}'
    return `\n${entries.map(([name, one]) => `${pad}${scalar(name)}:${written(one, depth + 1)}`).join('\n')}`
  }
  return ` ${scalar(value)}`
}

export const yamlText = (value: unknown): string => `${written(value, 0).replace(/^\n/, '').trimStart()}\n`
