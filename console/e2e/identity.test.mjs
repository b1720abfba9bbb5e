// Signing in, second factor, forbidden pages, languages and the administration of users, in a real browser.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { codeOf, fillIn, NEW_PASSWORD, signInFirst } from './platform.mjs'
import { EN, serious, start, ZH } from './steps.mjs'

let run
let platform
const opened = (preferences, work) => run.as(null, preferences, work)
before(async () => {
  run = await start()
  platform = run.platform
})
after(() => run?.stop())

test('a wrong password is refused in the language of the page, and nothing is told about why', async () => {
  await opened(ZH, async (page) => {
    await page.goto('/alerts?status=new')
    await page.waitForURL((url) => url.pathname === '/sign-in' && url.searchParams.has('back'))
    assert.deepEqual(await serious(page), [])
    await fillIn(page, 'sysadmin', 'wrong')
    await page.getByRole('alert').getByText('用户名、密码或验证码不正确').waitFor()
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('alert').getByText('Wrong name, password or code').waitFor()
    assert.equal(await page.locator('html').getAttribute('lang'), 'en')
  })
})

test('the first sign-in forces a new password, which must not be weak', async () => {
  await opened(ZH, async (page) => {
    await page.goto('/sign-in')
    await fillIn(page, 'sysadmin', platform.passwords.sysadmin)
    await page.waitForURL('**/first-password')
    await page.goto('/accounts')
    await page.waitForURL('**/first-password')
    await page.locator('input[autocomplete="new-password"]').first().waitFor()
    await page.locator('input[autocomplete="current-password"]').fill(platform.passwords.sysadmin)
    const fields = await page.locator('input[autocomplete="new-password"]').all()
    for (const field of fields) await field.fill('sysadmin1')
    await page.locator('button[type="submit"]').click()
    await page.getByText('密码强度不足').waitFor()
    for (const field of fields) await field.fill(NEW_PASSWORD)
    await page.locator('button[type="submit"]').click()
    await page.locator('main#page').waitFor()
    await page.locator('nav').getByText('用户与角色').waitFor()
    assert.equal(await page.locator('nav').getByText('审计日志').count(), 0)
  })
})

test('the system administrator adds a user and never sees alerts', async () => {
  await opened(ZH, async (page) => {
    await page.goto('/accounts')
    await page.waitForURL((url) => url.pathname === '/sign-in' && url.searchParams.has('back'))
    await fillIn(page, 'sysadmin', NEW_PASSWORD)
    await page.waitForURL('**/accounts')
    await page.getByRole('button', { name: '新增用户' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('用户名').fill('wang.fang')
    await form.getByLabel('姓名').fill('王芳\u202e<b>')
    await form.getByLabel('所属单位').click()
    await page.locator('.fs-ant-select-tree-title, [class*="select-tree-title"]').first().click()
    await form.getByRole('button', { name: '创建' }).click()
    await page.getByRole('dialog', { name: '一次性密码' }).locator('code').waitFor()
    await page.getByRole('button', { name: '已妥善保存' }).click()
    const row = page.locator('tr', { hasText: 'wang.fang' })
    await row.getByText('U+202E').waitFor()
    assert.equal(await row.locator('td b').count(), 0)
    assert.deepEqual(await serious(page), [])
    await page.goto('/alerts')
    await page.getByText('无权查看').waitFor()
  })
})

test('the security administrator grants a role, and cannot join two administrations', async () => {
  await opened(EN, async (page) => {
    await signInFirst(page, 'secadmin', platform.passwords.secadmin)
    await page.goto('/accounts')
    await page.getByRole('button', { name: 'wang.fang' }).click()
    const drawer = page.getByRole('dialog')
    await drawer.getByRole('checkbox', { name: /^Audit administrator/ }).check()
    assert.equal(await drawer.getByRole('checkbox', { name: /^System administrator/ }).isDisabled(), true)
    await drawer.getByRole('checkbox', { name: /^Audit administrator/ }).uncheck()
    await drawer.getByRole('checkbox', { name: /^Analyst/ }).check()
    await drawer.getByRole('button', { name: 'Save roles' }).click()
    await page.getByText('Saved', { exact: true }).waitFor()
    await page.locator('tr', { hasText: 'wang.fang' }).getByText('Analyst').waitFor()
    assert.match(page.url(), /open=/)
    assert.deepEqual(await serious(page), [])
  })
})

test('a second factor is set up with a picture drawn here, and asked for the next time', async () => {
  let secret = ''
  await opened(EN, async (page) => {
    await signInFirst(page, 'auditadmin', platform.passwords.auditadmin)
    await page.goto('/account')
    await page.getByRole('button', { name: 'Set up a second factor' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Current password').fill(NEW_PASSWORD)
    await dialog.getByRole('button', { name: 'Begin' }).click()
    await dialog.getByRole('img', { name: 'QR code of the second factor' }).locator('svg').waitFor()
    secret = ((await dialog.locator('code').textContent()) ?? '').trim()
    await dialog.getByLabel('Code the authenticator shows').fill(codeOf(secret))
    await dialog.getByRole('button', { name: 'Check and turn on' }).click()
    await dialog.locator('.fs-codes li').first().waitFor()
    assert.equal(await dialog.locator('.fs-codes li').count(), 10)
    await dialog.getByRole('button', { name: 'I have kept them' }).click()
    await page.getByText('10 recovery codes left').waitFor()
    await page.goto('/audit?open=1')
    await page.getByRole('dialog').waitFor()
    assert.deepEqual(await serious(page), [])
  })
  await opened(ZH, async (page) => {
    await page.goto('/sign-in')
    await fillIn(page, 'auditadmin', NEW_PASSWORD)
    const code = page.locator('input[autocomplete="one-time-code"]')
    await code.fill('000000')
    await page.locator('button[type="submit"]').click()
    await page.getByRole('alert').getByText('用户名、密码或验证码不正确').waitFor()
    // The code just used is good only once: the next half minute's is accepted already.
    await code.fill(codeOf(secret, Date.now() + 30_000))
    await page.locator('button[type="submit"]').click()
    await page.locator('main#page').waitFor()
    await page.goto('/audit?action=session.')
    await page.locator('main#page h1').getByText('审计日志').waitFor()
    assert.deepEqual(await serious(page), [])
  })
})

test('keys lead from page to page and explain themselves; a session that ended leads back where one was', async () => {
  await opened(EN, async (page) => {
    await page.goto('/sign-in')
    await fillIn(page, 'sysadmin', NEW_PASSWORD)
    await page.locator('main#page').waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('n')
    await page.waitForURL('**/units')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard' }).getByText('Users and roles').waitFor()
    await page.keyboard.press('Escape')
    await page.context().clearCookies()
    await page.keyboard.press('g')
    await page.keyboard.press('u')
    await page.waitForURL((url) => url.searchParams.get('back') === '/accounts')
    await fillIn(page, 'sysadmin', NEW_PASSWORD)
    await page.waitForURL('**/accounts')
  })
})
