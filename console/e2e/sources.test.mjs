// A source is added with the form, tested, goes live, is paused and removed; the same form in English.
import assert from 'node:assert/strict'
import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { ask, EN, serious, start, until, ZH } from './steps.mjs'

let run
before(async () => {
  run = await start()
})
after(() => run?.stop())

const line = (n) =>
  `203.0.113.${n} - - [22/Nov/2026:10:00:0${n % 10} +0800] "GET /page/${n} HTTP/1.1" 200 5 "-" "e2e"\n`
const SHOTS = process.env['E2E_SHOTS']
const shot = async (page, name) => SHOTS && page.screenshot({ path: join(SHOTS, `${name}.png`) })
const events = async (page) => (await ask(page, 'sources/town-web')).units?.[0].events

test('a source is added with the form, its test shows three samples, it goes live and is paused', async () => {
  const log = join(run.platform.folder, 'town.log')
  await writeFile(log, `${line(1)}${line(2)}${line(3)}${line(4)}<script>window.hit=1</script>\n`)
  await run.as('sysadmin', ZH, async (page) => {
    await page.goto('/sources')
    await page.getByRole('button', { name: '添加数据源' }).click()
    const form = page.getByRole('dialog', { name: '添加数据源' })
    await form.getByLabel('类型').click()
    await page.getByTitle('nginx 访问日志').click()
    await form.getByLabel('名称', { exact: true }).fill('town-web')
    await form.getByLabel('日志文件').fill('/etc/passwd')
    await form.getByRole('button', { name: '测试' }).click()
    await page
      .getByText(/source_folders|not below a folder/)
      .first()
      .waitFor()
    await form.getByLabel('日志文件').fill(log)
    await form.getByRole('button', { name: '测试' }).click()
    const tried = form.getByRole('region', { name: '测试结果' })
    await tried.getByText('读出 4 条，1 条无法解析（未入库）').waitFor()
    assert.equal(await tried.locator('.ant-collapse-item').count(), 3)
    await tried.getByText('<script>window.hit=1</script>').waitFor()
    assert.deepEqual(await serious(page), [])
    await tried.scrollIntoViewIfNeeded()
    await shot(page, 'sources-form-zh')
    await form.getByRole('button', { name: '添加数据源' }).click()
    await until(async () => (await events(page)) === 4, 'the first events')
    const drawer = page.getByRole('dialog').last()
    await drawer.getByText('接收历史').waitFor()
    await appendFile(log, line(5))
    await until(async () => (await events(page)) === 5, 'what was written later')
    await drawer.getByText('接收中').first().waitFor()
    assert.deepEqual(await serious(page), [])
    await shot(page, 'sources-live-zh')
    await drawer.getByRole('button', { name: /暂 ?停/ }).click()
    await drawer.getByText('已停用', { exact: true }).first().waitFor()
    await drawer.getByRole('button', { name: /恢 ?复/ }).waitFor()
    assert.equal(await page.evaluate(() => window.hit), undefined)
  })
})

test('in English its settings are changed, and it is removed', async () => {
  await run.as('sysadmin', EN, async (page) => {
    await page.goto('/sources?open=town-web')
    const drawer = page.getByRole('dialog').first()
    await drawer.getByRole('button', { name: 'Change settings' }).click()
    const form = page.getByRole('dialog', { name: 'Change settings' })
    await form.getByLabel('Alert after silence (s)').fill('3600')
    await shot(page, 'sources-edit-en')
    await form.getByRole('button', { name: 'Change settings' }).click()
    await until(
      async () => (await ask(page, 'sources/town-web')).settings.silent_after_s === 3600,
      'the changed setting',
    )
    await shot(page, 'sources-drawer-en')
    await drawer.getByRole('button', { name: 'Remove', exact: true }).click()
    await page.getByRole('dialog', { name: 'Remove' }).getByRole('button', { name: 'Remove' }).click()
    await until(async () => (await ask(page, 'sources/town-web')).settings === null, 'its removal')
  })
})

test('who may not change sources sees no way to', async () => {
  await run.as('analyst', ZH, async (page) => {
    await page.goto('/sources?open=portal')
    await page.getByRole('dialog').getByText('接收历史').waitFor()
    assert.equal(await page.getByRole('button', { name: /添加数据源|暂 ?停/ }).count(), 0)
  })
})
