// Alerts and incidents: groups, why it fired, one decision and many, taking it back, story, timeline, reasons.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, EN, serious, start, until, ZH } from './steps.mjs'

let run
before(async () => {
  run = await start()
})
after(() => run?.stop())

/** Of one level: others may come at any time, such as of a device that falls silent. */
const opens = async (page, level) => (await ask(page, `alerts/counts?status=open&level=${level}`)).total

test('alerts come in groups; a group shows its alerts and leads to exactly its own', async () => {
  await run.as('analyst', ZH, async (page) => {
    await page.goto('/alerts')
    await page.getByRole('radio', { name: '归并' }).waitFor({ state: 'attached' })
    const [group] = (await ask(page, 'alerts/groups?status=open')).items
      .filter(({ principal }) => principal)
      .toSorted((a, b) => b.alerts - a.alerts)
    await page.locator(`tr[data-row-key="${group.rule} ${group.principal.key}"]`).getByText(group.title_zh).click()
    await page.getByRole('button', { name: `在列表中查看全部 ${group.alerts} 条` }).click()
    await page.waitForURL((url) => url.searchParams.get('principal') === group.principal.key)
    await until(async () => (await page.locator('tbody tr[data-row-key]').count()) === group.alerts, 'its alerts')
    assert.deepEqual(await serious(page), [])
  })
})

test('an alert says why it fired, leads to its events at their time, and is decided and taken back', async () => {
  await run.as('analyst', ZH, async (page) => {
    await page.goto('/alerts?shape=list&level=high')
    const before = await opens(page, 'high')
    await page.locator('tbody tr[data-row-key]').first().click()
    const drawer = page.getByRole('dialog').first()
    await drawer.getByText('告警原因：命中的字段与取值').waitFor()
    const evidence = await drawer.getByRole('link', { name: /查看触发告警的/ }).getAttribute('href')
    const range = new URL(evidence, run.platform.address).searchParams
    assert.ok(Date.parse(range.get('to')) > Date.parse(range.get('from')), 'the search carries the time of the alert')
    await page.keyboard.press('e')
    const decision = page.getByRole('dialog', { name: '处置' })
    await decision.getByRole('button', { name: '提交' }).click()
    await decision.getByText('关闭告警须给出研判结论').waitFor()
    await decision.getByRole('radio', { name: /误报/ }).check()
    await decision.getByRole('button', { name: '提交' }).click()
    await decision.getByText('判为误报须说明理由').waitFor()
    await decision.getByRole('textbox', { name: /说明/ }).fill('<b>演练</b>')
    await decision.getByRole('button', { name: '提交' }).click()
    await until(async () => (await opens(page, 'high')) === before - 1, 'one alert less to decide about')
    await drawer.getByText('<b>演练</b>').waitFor()
    await page.getByRole('button', { name: '撤销' }).click()
    await until(async () => (await opens(page, 'high')) === before, 'the decision to be taken back')
  })
})

test('several are decided about at once, up to all that match, and taken back together', async () => {
  await run.as('analyst', EN, async (page) => {
    await page.goto('/alerts?shape=list&level=low')
    const low = await opens(page, 'low')
    await page.locator('tbody tr[data-row-key] input[type="checkbox"]').nth(0).check()
    await page.locator('tbody tr[data-row-key] input[type="checkbox"]').nth(1).check()
    const region = page.getByRole('region', { name: 'Decide about several' })
    await region.getByText('2 chosen').waitFor()
    await region.getByRole('button', { name: `Choose all ${low} that match` }).click()
    await region.getByText(`${low} chosen`).waitFor()
    assert.deepEqual(await serious(page), [])
    await region.getByRole('button', { name: 'Decide', exact: true }).click()
    const decision = page.getByRole('dialog', { name: `Decide about ${low} alerts` })
    await decision.getByRole('radio', { name: /^Benign/ }).check()
    await decision.getByRole('button', { name: 'Submit' }).click()
    await until(async () => (await opens(page, 'low')) === 0, 'all of them to be decided about')
    await page.getByRole('button', { name: 'Undo' }).click()
    await until(async () => (await opens(page, 'low')) === low, 'all of them to be as they were')
  })
})

test('an incident tells its story in the time of the reader, its timeline, and why each alert belongs', async () => {
  await run.as('analyst', ZH, async (page) => {
    await page.goto('/incidents')
    await page.locator('main td a').first().waitFor()
    // The intrusion, wherever others put it that came later.
    const { items } = await ask(page, 'incidents?limit=100')
    const { id } = items.reduce((most, one) => (one.score > most.score ? one : most))
    const rows = page.locator('main tr:has(td a)')
    const place = await rows.evaluateAll(
      (all, wanted) => all.findIndex((row) => row.querySelector(`a[href*="${wanted}"]`)),
      id,
    )
    for (let row = 0; row <= place; row += 1) await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL(new RegExp(`/incidents/${id}`))
    const story = page.getByText(/UTC\+8）共 \d+ 条告警/)
    await story.waitFor()
    assert.match(await story.textContent(), /2026-11-23 06:0\d/)
    const lines = page.locator('li[data-level]')
    assert.ok((await lines.count()) > 10)
    await page
      .getByText(/本事件的第一条告警/)
      .first()
      .waitFor()
    await page
      .getByText(/共同实体/)
      .first()
      .waitFor()
    assert.deepEqual(await serious(page), [])
    const all = await lines.count()
    await page
      .getByRole('list', { name: /攻击阶段/ })
      .getByRole('button')
      .first()
      .click()
    await page.waitForFunction(() => location.search.includes('tactic='))
    assert.ok((await lines.count()) < all)
    await page
      .getByRole('button', { name: /203\.0\.113\.66/ })
      .first()
      .click()
    await page.getByRole('menuitem', { name: /检索相关日志/ }).click()
    await page.waitForURL(
      (url) => url.pathname === '/events' && url.searchParams.get('from')?.startsWith('2026-11-22T2'),
    )
    await page.locator('main [class*="table-row"] time').first().waitFor()
  })
})

test('an incident is decided about, and its history says who did', async () => {
  await run.as('analyst', EN, async (page) => {
    await page.goto('/incidents')
    await page.locator('main td a').first().click()
    await page.getByRole('heading', { name: 'Story', exact: true }).waitFor()
    await page.keyboard.press('e')
    const decision = page.getByRole('dialog', { name: 'Decide' })
    await decision.getByText('In progress').click()
    await decision.getByLabel('Note').fill('looking into it')
    await decision.getByRole('button', { name: 'Save' }).click()
    await page.getByText('looking into it').first().waitFor()
    await page.getByText('account:analyst').first().waitFor()
  })
})
