import { render, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { changeLanguage } from '@/shared/i18n'
import { bare, ProblemError } from '@/shared/problems'
import { GradeTag, LEVELS, LevelTag } from '@/shared/ui/LevelTag'
import { Refusal } from '@/shared/ui/Refusal'
import { Failed } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'

afterEach(() => changeLanguage('en'))

describe('untrusted text', () => {
  it('never becomes HTML', () => {
    const { container } = render(<UntrustedText text={'<img src=x onerror="alert(1)"><script>1</script>'} />)
    expect(container.querySelector('img, script')).toBeNull()
    expect(container.textContent).toContain('<img src=x')
  })

  it('shows a megabyte only in part, and says so', () => {
    const { container } = render(<UntrustedText text={'x'.repeat(1_000_000)} limit={100} />)
    expect(container.textContent).toContain('999900 more characters')
    expect((container.textContent ?? '').length).toBeLessThan(200)
  })
})

describe('levels', () => {
  it('differ in shape and word, not only in colour', () => {
    const { container } = render(LEVELS.map((level) => <LevelTag key={level} level={level} />))
    const shapes = [...container.querySelectorAll('path')].map((path) => path.getAttribute('d'))
    expect(new Set(shapes).size).toBe(LEVELS.length)
    for (const word of ['Critical', 'High', 'Medium', 'Low', 'Informational'])
      expect(screen.getByText(word)).toBeTruthy()
  })

  it('of incidents carry the words of the standard', () => {
    render(<GradeTag grade={1} />)
    expect(screen.getByText('Extraordinary')).toBeTruthy()
  })
})

describe('failures', () => {
  it('name the problem in the chosen language and the request for the log', () => {
    render(<Failed error={new ProblemError({ ...bare('store.failed', 503), request_id: 'abc' })} />)
    expect(screen.getByText('Data cannot be read or written now')).toBeTruthy()
    expect(screen.getByText('Request abc')).toBeTruthy()
  })

  it('of permission are the forbidden state, without a retry that would fail again', () => {
    render(<Failed error={new ProblemError(bare('permission.missing', 403))} onRetry={() => undefined} />)
    expect(screen.getByText('Not permitted')).toBeTruthy()
    expect(screen.queryByRole('button')).toBeNull()
  })

  it('have their sentence on a Chinese page, and what the server says in English muted below', async () => {
    await changeLanguage('zh-CN')
    render(<Failed error={new ProblemError(bare('input.unusable', 422, 'give records, or conditions'))} />)
    expect(screen.getByText('无法按所填内容执行')).toBeTruthy()
    expect(screen.getByText('give records, or conditions').closest('[lang=en]')?.className).toBe('fs-soft')
  })
})

describe('refused records', () => {
  it('say why in the chosen language, with the code beside it', async () => {
    const { container, unmount } = render(<Refusal code="json.syntax" />)
    const said = (words: string) => waitFor(() => expect(container.textContent).toBe(words), { timeout: 60_000 })
    await said('JSON: syntax error json.syntax')
    await changeLanguage('zh-CN')
    await said('JSON：语法错误 json.syntax')
    unmount()
  })

  it('show a code nobody has words for as it is', () => {
    expect(render(<Refusal code="martian.greeting" />).container.textContent).toBe('martian.greeting')
  })
})
