// The life of a rule in a real browser: explained, excepted from, back-tested, switched off, imported, and its place in the matrix.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, EN, serious, start, until, ZH } from './steps.mjs'

let run
before(async () => {
  run = await start()
})
after(() => run?.stop())

const loudest = async (page) => {
  await page.goto('/rules')
  const { items } = await ask(page, 'rules?sort=hits&limit=500')
  return items.find(({ kind, reports, hits }) => kind === 'rule' && reports && hits > 0)
}

test('a pasted event is explained: first what failed, then why it matches', async () => {
  await run.as('analyst', ZH, async (page) => {
    const rule = await loudest(page)
    const { items } = await ask(page, `alerts?rule=${rule.id}&limit=1`)
    const { event_ids: ids } = await ask(page, `alerts/${items[0].id}`)
    const { fields } = await ask(page, `events/${ids[0]}`)
    await page.goto(`/rules?q=${encodeURIComponent(rule.title)}`)
    await page.getByRole('button', { name: rule.title_zh }).click()
    await page.getByRole('tab', { name: '命中解释' }).click()
    await page.waitForURL(/tab=explain/)
    const pasted = page.getByRole('textbox', { name: '粘贴日志（JSON）' })
    await pasted.fill('{"not": "closed"')
    await page.getByRole('button', { name: /^解\s?释$/ }).click()
    await page.getByText('不是一个 JSON 对象').waitFor()
    await pasted.fill(JSON.stringify({ ...fields, 'url.path': '/', 'url.original': '/' }))
    await page.getByRole('button', { name: /^解\s?释$/ }).click()
    await page.getByText('未命中，首先不满足的条件').waitFor()
    await pasted.fill(JSON.stringify(fields))
    await page.getByRole('button', { name: /^解\s?释$/ }).click()
    await page.getByRole('alert').getByText('命中', { exact: true }).waitFor()
    await page.mouse.move(0, 0)
    assert.deepEqual(await serious(page), [])
  })
})

test('a rule is back-tested over stored events, and the matches are drawn by day', async () => {
  await run.as('analyst', EN, async (page) => {
    const rule = await loudest(page)
    await page.goto(`/rules?open=${rule.key}&tab=backtest`)
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await page.getByText(new RegExp(`^${rule.hits} matches in [\\d,]+ events`)).waitFor({ timeout: 120_000 })
    await page.getByRole('img', { name: 'Matches by day' }).waitFor()
    await page.mouse.move(0, 0)
    assert.deepEqual(await serious(page), [])
  })
})

test('an exception is kept only after its preview, and is listed with its owner', async () => {
  await run.as('analyst', ZH, async (page) => {
    const rule = await loudest(page)
    await page.goto(`/rules?open=${rule.key}&tab=exceptions`)
    await page.getByRole('button', { name: '新增例外' }).click()
    const form = page.getByRole('dialog', { name: '新增例外' })
    assert.equal(await form.getByRole('button', { name: '保存例外' }).isDisabled(), true)
    await form.getByRole('textbox', { name: '字段', exact: true }).fill('source.ip|cidr')
    await form.getByRole('combobox', { name: '值（回车添加，任一匹配）' }).fill('192.0.2.0/24')
    await page.keyboard.press('Enter')
    await form.getByRole('button', { name: /^预\s?览$/ }).click()
    await form.getByText(new RegExp(`范围内 ${rule.hits} 条告警中将隐藏 0 条`)).waitFor()
    await form.getByLabel('名称').fill('自有扫描器')
    await form.getByLabel('理由').fill('本单位的例行扫描')
    assert.deepEqual(await serious(page), [])
    await form.getByRole('button', { name: '保存例外' }).click()
    await page.getByText('例外已生效').waitFor()
    await page.goto('/exceptions?state=active')
    await page.getByRole('link', { name: '自有扫描器' }).click()
    const drawer = page.getByRole('dialog')
    await drawer.getByText('本单位的例行扫描').waitFor()
    await drawer.getByText('not selection').waitFor()
    assert.deepEqual(await serious(page), [])
    await drawer.getByRole('button', { name: '终止例外' }).click()
    await page.getByRole('dialog', { name: '终止例外' }).getByRole('button', { name: '终止例外' }).click()
    await page.getByText('例外已终止').waitFor()
  })
})

test('the matrix says what fired, could fire and is not fed, and leads to the rules', async () => {
  await run.as('analyst', EN, async (page) => {
    await page.goto('/coverage')
    const cell = page.getByRole('link', { name: /^T1190 .*: Fired, / }).first()
    await cell.waitFor({ timeout: 120_000 })
    assert.deepEqual(await serious(page), [])
    await page.getByText(/Fired \d/).click()
    await page.waitForURL(/covered=fired/)
    assert.equal(await page.getByRole('link', { name: /: No rule, / }).count(), 0)
    const layer = await ask(page, 'coverage/navigator')
    assert.equal(layer.versions.layer, '4.5')
    await cell.click()
    await page.waitForURL(/\/rules\?technique=T1190/)
    await page.goto('/coverage?view=feeds')
    await page.getByRole('heading', { name: 'Rules that can never fire' }).waitFor({ timeout: 120_000 })
    assert.deepEqual(await serious(page), [])
  })
})

const RULE = `title: Imported in a test
id: 5a7d1c3e-0000-4000-8000-00000000e2e0
level: low
logsource: {product: linux, service: sshd}
detection:
  selection: {message|contains: 'nothing says this'}
  condition: selection
`

test('content is looked at, installed, counted and removed by the security administrator only', async () => {
  await run.as('analyst', EN, async (page) => {
    await page.goto('/content')
    await page.getByText('No content pack is installed').waitFor()
    assert.equal(await page.getByRole('button', { name: 'Import content' }).count(), 0)
  })
  await run.as('secadmin', EN, async (page) => {
    await page.goto('/content')
    await page.getByRole('button', { name: 'Import content' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.locator('input[type="file"]').setInputFiles({
      name: 'ours-2.1.yml',
      mimeType: 'application/yaml',
      buffer: Buffer.from(`${RULE}---\ntitle: Without a detection\nlogsource: {product: linux}\n`),
    })
    const report = dialog.getByRole('status', { name: 'Load report' })
    await report.waitFor({ timeout: 120_000 })
    await dialog.getByText('ours-2.1.yml:', { exact: false }).last().waitFor()
    assert.deepEqual(await serious(page), [])
    await dialog.getByLabel('Name (replaces the one of this name)').waitFor()
    await dialog.getByRole('button', { name: 'Install' }).click()
    await page.getByText('Installed; counts within seconds').waitFor()
    await page.getByRole('row', { name: /sigma 2\.1/ }).waitFor()
    const loaded = async () => (await ask(page, 'rules?q=Imported+in+a+test')).items.length === 1
    await until(loaded, 'the running platform to take the rule in', 60)
    await page.getByRole('button', { name: 'Remove' }).click()
    await page
      .getByRole('dialog', { name: /Remove the pack/ })
      .getByRole('button', { name: 'Remove' })
      .click()
    await page.getByText('No content pack is installed').waitFor()
    await until(async () => !(await loaded()), 'the rule to be gone', 60)
  })
})

test('a rule is switched off with a reason, seen as such, and on again', async () => {
  await run.as('secadmin', ZH, async (page) => {
    await page.goto('/rules')
    const { items } = await ask(page, 'rules?limit=500')
    const rule = items.find(({ kind, reports }) => kind === 'rule' && reports)
    await page.goto(`/rules?open=${rule.key}`)
    await page.getByRole('button', { name: '停用规则' }).click()
    const dialog = page.getByRole('dialog', { name: '停用规则' })
    const confirm = dialog.getByRole('button', { name: '停用规则' })
    assert.equal(await confirm.isDisabled(), true)
    await dialog.getByRole('textbox', { name: '原因' }).fill('误报过多\u202e')
    await confirm.click()
    await page.getByText('已保存，数秒内生效').waitFor()
    await page.getByText('误报过多').waitFor()
    await page.getByText('U+202E').first().waitFor()
    assert.deepEqual(await serious(page), [])
    await page.goto('/rules?state=inactive')
    await page.getByText('已停用').first().waitFor()
    await page.getByRole('button', { name: rule.title_zh }).click()
    await page.getByRole('button', { name: '启用规则' }).click()
    await page.getByRole('dialog', { name: '启用规则' }).getByRole('button', { name: '启用规则' }).click()
    await until(async () => (await ask(page, `rules/${rule.key}`)).state === 'active', 'the rule to be active')
  })
})
