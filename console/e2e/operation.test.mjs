// Sources with quarantine and replay, settings, units, and the states that are no answer: forbidden, empty, failed, partial.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { logLines } from './platform.mjs'
import { ALL_TIMES, ask, EN, serious, start, until, ZH } from './steps.mjs'

let run
before(async () => {
  run = await start()
})
after(() => run?.stop())

const GOOD = (n) => `192.0.2.${n} - - [${'22/Nov/2026:08:00:00 +0800'}] "GET /ok HTTP/1.1" 200 12 "-" "e2e"`

test('a source shows its health; what it could not read is shown as text, replayed, and says what became of it', async () => {
  await logLines(run.platform, GOOD(1), 'not <script>window.hit=1</script> an access log', GOOD(2))
  await run.as('sysadmin', ZH, async (page) => {
    await page.goto('/sources')
    const row = page.locator('tbody tr', { hasText: 'portal' }).filter({ hasText: 'nginx' }).first()
    await until(async () => (await ask(page, 'quarantine/counts?source=portal')).records >= 1, 'a quarantined record')
    await page.reload()
    await row.getByText('接收中').waitFor()
    await row.getByRole('button', { name: 'portal', exact: true }).click()
    const drawer = page.getByRole('dialog')
    await drawer.getByText('not <script>window.hit=1</script> an access log').waitFor()
    assert.equal(await drawer.locator('script').count(), 0)
    assert.deepEqual(await serious(page), [])
    await drawer.getByRole('button', { name: '重放', exact: true }).first().click()
    await drawer.getByText('重放失败', { exact: true }).first().waitFor({ timeout: 90_000 })
    await drawer
      .getByText(/再次失败（1 次）/)
      .first()
      .waitFor()
    await drawer.getByRole('button', { name: '标记为已处理' }).first().click()
    await drawer.getByText('已标记为处理').first().waitFor()
    assert.equal(await page.evaluate(() => window.hit), undefined)
  })
})

test('settings say what holds, where it comes from and what it means, in either language', async () => {
  for (const [look, meaning] of [
    [ZH, '控制台与接口的地址（主机:端口）'],
    [EN, 'Address of the console and the HTTP interface, `host:port`'],
  ]) {
    await run.as('sysadmin', look, async (page) => {
      await page.goto('/settings')
      const row = page.locator('tr', { hasText: 'api.listen' })
      await row.getByText('127.0.0.1:0').waitFor()
      await row.getByText(meaning).waitFor()
      await page.getByRole('checkbox').first().check()
      await page.waitForFunction(() => location.search.includes('changed'))
      assert.equal(await page.getByText('store.retention_days').count(), 0)
    })
  }
})

test('a unit is added, named in both languages, and removed', async () => {
  await run.as('sysadmin', EN, async (page) => {
    await page.goto('/units')
    await page.getByRole('button', { name: 'Add unit' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('Identifier').fill('parks')
    await form.getByLabel('Chinese name').fill('区园林局')
    await form.getByLabel('English name').fill('Parks Bureau')
    await form.getByLabel('Parent unit').click()
    await page.locator('[class*="select-tree-title"]').first().click()
    await form.getByRole('button', { name: 'Add unit' }).click()
    await page.getByText('Parks Bureau').first().waitFor()
    await page.getByRole('button', { name: 'Parks Bureau' }).click()
    await page.getByRole('button', { name: 'Remove unit' }).click()
    await page.getByRole('button', { name: 'OK', exact: true }).click()
    await until(async () => (await ask(page, 'units')).items.every(({ id }) => id !== 'parks'), 'the unit to go')
  })
})

test('what one may not see is said to be so, and nothing is asked of the server', async () => {
  await run.as('analyst', ZH, async (page) => {
    const asked = []
    page.on('request', (request) => asked.push(request.url()))
    await page.goto('/audit')
    await page.getByText('无权查看').waitFor()
    await page.getByText('audit:read').waitFor()
    assert.equal(asked.filter((url) => url.includes('/api/v1/audit')).length, 0)
    assert.deepEqual(await serious(page), [])
    await page.goto('/no-such-page')
    await page.getByText('页面不存在').waitFor()
  })
})

test('no result, a failure and a part of the answer are three different things', async () => {
  await run.as('analyst', EN, async (page) => {
    await page.goto(`/events?${ALL_TIMES}&q=user.name%3Anobody-at-all`)
    await page.getByText('No events match').waitFor()
    await page.getByRole('button', { name: 'Clear the query' }).click()
    await page.locator('main [class*="table-row"]').first().waitFor()

    const problem = {
      type: 'x',
      title: 'x',
      status: 503,
      detail: '',
      code: 'store.failed',
      request_id: 'r-503',
      where: null,
      hint: null,
      reasons: [],
      mistake: null,
    }
    const failing = (route) =>
      route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(problem) })
    await page.route('**/api/v1/alerts/groups**', failing)
    await page.goto('/alerts')
    await page.getByText('Data cannot be read or written now').waitFor()
    await page.getByText('Request r-503').waitFor()
    await page.unroute('**/api/v1/alerts/groups**', failing)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.locator('tbody tr[data-row-key]').first().waitFor()

    await page.route('**/api/v1/events?**', async (route) => {
      const answer = await route.fetch()
      await route.fulfill({ response: answer, json: { ...(await answer.json()), partial: ['time ran out'] } })
    })
    await page.goto(`/events?${ALL_TIMES}`)
    await page.getByText('Not all of it').or(page.getByText('time ran out')).first().waitFor()
    await page.locator('main [class*="table-row"]').first().waitFor()
    assert.deepEqual(await serious(page), [])
  })
})

test('the stream of changes tells a page what happened without being asked', async () => {
  await run.as('analyst', ZH, async (page) => {
    await page.goto('/overview')
    await page.getByText('实时更新', { exact: true }).waitFor()
  })
})
