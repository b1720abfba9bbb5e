import { describe, expect, it } from 'vitest'
import { yamlPieces } from './yaml'

const kinds = (line: string) => yamlPieces(line).map(({ kind, text }) => `${kind} ${text}`)

describe('YAML in colours', () => {
  it('tells keys, texts, numbers and comments apart', () => {
    expect(kinds('  - source.ip|cidr: 10.0.0.0/8 # ours')).toEqual([
      'mark   - ',
      'key source.ip|cidr',
      'mark :',
      'plain  10.0.0.0/8 ',
      'comment # ours',
    ])
    expect(kinds('EventID: 4624')).toEqual(['key EventID', 'mark :', 'number  4624'])
    expect(kinds('title: "a # b: c"')).toEqual(['key title', 'mark :', 'text  "a # b: c"'])
    expect(kinds('# a whole comment')).toEqual(['comment # a whole comment'])
  })

  it('takes no colon inside a value for a key', () => {
    expect(kinds('- http://example.org/a')).toEqual(['mark - ', 'plain http://example.org/a'])
  })

  it('never loses or adds a character', () => {
    for (const line of ['', '   ', ': :', "it's: 'x' # y", '- - a: {b: [c, "d#"]}', '\u202eevil: "\\"', 'a:b: c'])
      expect(
        yamlPieces(line)
          .map(({ text }) => text)
          .join(''),
      ).toBe(line)
  })
})
