import { describe, expect, it } from 'vitest'
import { pieces, visible } from '@/shared/visible'

describe('text from outside', () => {
  it('shows a right-to-left override instead of obeying it', () => {
    expect(visible('invoice\u202Efdp.exe')).toBe('invoice[U+202E]fdp.exe')
  })

  it('shows what has no width, variation selectors and tag characters', () => {
    expect(visible('a\u200bb\u{e0041}c\ufe0f')).toBe('a[U+200B]b[U+E0041]c[U+FE0F]')
  })

  it('shows control characters and lone surrogates', () => {
    expect(visible('\0\u001b[31m\n\ud800')).toBe('[NUL][ESC][31m[↵][U+D800]')
  })

  it('leaves Chinese, Arabic letters and emoji alone', () => {
    const text = '登录失败 مرحبا 🔥 <b>x</b>'
    expect(pieces(text)).toEqual([{ text, hidden: false }])
  })

  it('loses nothing between the pieces', () => {
    expect(pieces('x\u200ey').map((piece) => piece.text)).toEqual(['x', 'U+200E', 'y'])
  })
})
