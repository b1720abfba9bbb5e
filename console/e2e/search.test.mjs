// Event search: pivots, histogram, range, drawer, raw record, export, live tail, saved views, mistakes, hostile events.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { feed } from './platform.mjs'
import { ALL_TIMES, ask, EN, serious, start, until, ZH } from './steps.mjs'

let run
before(async () => {
  run = await start()
})
after(() => run?.stop())

const query = (page) => new URL(page.url()).searchParams.get('q')
const results = (page) => page.locator('.ant-table-row, [class*="table-row"]').filter({ has: page.locator('time') })
const total = (page) => page.getByText(/^(命中|[\d,]+ matching)/)

const search = async (page, text) => {
  const field = page.getByRole('combobox', { name: /检索语句|Query/ })
  await field.fill(text)
  await field.press('Enter')
}

const pivot = async (page, value, item) => {
  await results(page).first().getByRole('button', { name: value, exact: true }).first().click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

test('a value is included, excluded or searched alone, and the query says so', async () => {
  await run.as('analyst', ZH, async (page) => {
    await page.goto(`/events?${ALL_TIMES}`)
    await search(page, 'event.dataset:nginx.access')
    await results(page).first().waitFor()
    await pivot(page, 'nginx.access', '筛选此值')
    await page.waitForFunction(() => location.search.includes('AND'))
    assert.equal(query(page), 'event.dataset:nginx.access AND event.dataset:"nginx.access"')
    await pivot(page, 'nginx.access', '仅查此值')
    await page.waitForFunction(() => !location.search.includes('AND'))
    assert.equal(query(page), 'event.dataset:"nginx.access"')
    const before = await total(page).textContent()
    await pivot(page, 'nginx.access', '排除此值')
    await page.waitForFunction(() => location.search.includes('NOT'))
    assert.equal(query(page), 'NOT event.dataset:"nginx.access"')
    await until(async () => (await total(page).textContent()) !== before, 'another number of events')
    await page.goBack()
    await until(async () => query(page) === 'event.dataset:"nginx.access"', 'the query before')
  })
})

test('a stretch of the histogram becomes the range, and every time can be searched again', async () => {
  await run.as('analyst', EN, async (page) => {
    await page.goto(`/events?${ALL_TIMES}&q=event.dataset%3Anginx.access`)
    const chart = page.getByRole('img', { name: /^Events over time/ })
    await chart.waitFor()
    await results(page).first().waitFor()
    const before = Number((await total(page).textContent()).replaceAll(/\D/g, ''))
    const box = await chart.boundingBox()
    await page.mouse.move(box.x + box.width * 0.45, box.y + 40)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.7, box.y + 40, { steps: 4 })
    await page.mouse.up()
    await page.waitForFunction(() => !location.search.includes('1970'))
    const zoomed = new URL(page.url()).searchParams
    assert.ok(Date.parse(zoomed.get('from')) < Date.parse(zoomed.get('to')))
    await until(async () => {
      const now = Number((await total(page).textContent()).replaceAll(/\D/g, ''))
      return now !== before
    }, 'fewer events')
    await page.getByRole('button', { name: /^Time range/ }).click()
    await page.getByRole('button', { name: 'All times', exact: true }).last().click()
    await page.waitForFunction(() => location.search.includes('1970'))
  })
})

test('a row opens beside the list, j goes on, and the raw record is read only when asked for', async () => {
  await run.as('analyst', ZH, async (page) => {
    await page.goto(`/events?${ALL_TIMES}&q=event.dataset%3Alinux.syslog%20OR%20event.dataset%3Anginx.access`)
    await results(page).first().locator('time').click()
    const drawer = page.getByRole('dialog')
    await drawer.getByText('event.dataset', { exact: true }).waitFor()
    const opened = new URL(page.url()).searchParams.get('open')
    await page.keyboard.press('j')
    await page.waitForFunction((one) => new URL(location.href).searchParams.get('open') !== one, opened)
    await drawer.getByRole('tab', { name: '原始记录' }).click()
    const asked = page.waitForResponse((answer) => answer.url().endsWith('/raw'))
    await drawer
      .getByRole('button', { name: '读取原始记录' })
      .or(drawer.getByRole('button', { name: /原始记录/ }))
      .last()
      .click()
    assert.equal((await asked).status(), 200)
    await drawer
      .getByText(/摘要|digest/i)
      .first()
      .waitFor()
    assert.deepEqual(await serious(page), [])
    await page.keyboard.press('Escape')
    await page.waitForFunction(() => !location.search.includes('open='))
  })
})

test('hostile events are text everywhere, and their export runs nothing', async () => {
  const mark = `m${Date.now()}`
  const at = new Date().toISOString()
  await feed(
    run.platform,
    {
      '@timestamp': at,
      tags: [mark],
      message: '<img src=x onerror="window.hit=1"><script>window.hit=1</script><b>bold</b>',
    },
    { '@timestamp': at, tags: [mark], message: 'invoice\u202egnp.exe\u0000\u001b[31m' },
    { '@timestamp': at, tags: [mark], message: "=cmd|' /C calc'!A0" },
    { '@timestamp': at, tags: [mark], message: 'A'.repeat(1_000_000) },
    {
      '@timestamp': at,
      tags: [mark],
      message: 'odd',
      '"><svg onload=window.hit=1>': 'x',
      proto: 'y',
    },
  )
  // A number beyond what JavaScript holds, as a program in another language writes it.
  await feed(run.platform, `{"@timestamp":"${at}","tags":["${mark}"],"message":"big","big":12345678901234567}`)
  await run.as('analyst', ZH, async (page) => {
    await page.goto('/sources')
    await until(
      async () => (await ask(page, `events?q=tags:${mark}&limit=10`)).items?.length === 6,
      'the hostile events',
    )
    await page.goto(`/events?q=tags%3A${mark}`)
    await until(async () => (await results(page).count()) >= 6, 'their rows')
    await page.getByText('<img src=x', { exact: false }).first().waitFor()
    assert.equal(await page.locator('main img, main svg[onload], main b').count(), 0)
    await page.getByText('U+202E').first().waitFor()
    // Every one of them opened: fields and raw record.
    for (const one of (await ask(page, `events?q=tags:${mark}&limit=10`)).items) {
      await page.goto(`/events?q=tags%3A${mark}&open=${one.id}`)
      const drawer = page.getByRole('dialog')
      await drawer.getByText('tags', { exact: true }).waitFor()
      assert.equal(await drawer.locator('img, script, b').count(), 0)
      const length = await drawer.evaluate((element) => element.textContent.length)
      assert.ok(length < 20_000, `${length} characters are drawn`)
    }
    await page.goto(`/events?q=tags%3A${mark}`)
    await page.getByRole('button', { name: '导出' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: /CSV/ }).locator('a').click(),
    ])
    const csv = await readFile(await download.path(), 'utf8')
    assert.ok(csv.length > 100)
    const [line] = (await ask(page, `events?q=tags:${mark}%20AND%20big:*&limit=1`)).items
    assert.equal(line.fields.big, '12345678901234567')
    const answer = await page.evaluate(
      (from) => fetch(from).then((found) => found.text()),
      `/api/v1/events/export?q=tags:${mark}&format=csv&field=message`,
    )
    assert.ok(answer.includes("'=cmd"), 'a formula is defused')
    assert.equal(await page.evaluate(() => window.hit), undefined)
  })
})

test('new events appear by themselves while the list is live, and wait while the pointer is on it', async () => {
  const mark = `l${Date.now()}`
  const send = (text) => feed(run.platform, { '@timestamp': new Date().toISOString(), tags: [mark], message: text })
  await run.as('analyst', EN, async (page) => {
    await send('first')
    await page.goto('/sources')
    await until(async () => (await ask(page, `events?q=tags:${mark}`)).items?.length === 1, 'the first event')
    await page.goto(`/events?q=tags%3A${mark}`)
    await results(page).first().waitFor()
    await page.mouse.move(700, 20)
    await page.getByRole('switch', { name: 'Live' }).click()
    await page.waitForFunction(() => location.search.includes('live'))
    await page.mouse.move(700, 20)
    await send('second')
    await page.getByText('second', { exact: true }).waitFor({ timeout: 90_000 })
    await results(page).first().hover()
    await send('third')
    await page.getByRole('button', { name: /1 new/ }).waitFor({ timeout: 90_000 })
    assert.equal(await page.getByText('third', { exact: true }).count(), 0)
    // By key: a pointer on its way to the button leaves the list, and what waited comes in by itself.
    await page.getByRole('button', { name: /1 new/ }).press('Enter')
    await page.getByText('third', { exact: true }).waitFor()
  })
})

test('a search is kept as a view, found again in another session, and deleted', async () => {
  const name = `视图 ${Date.now()}`
  await run.as('analyst', ZH, async (page) => {
    await page.goto(`/events?q=destination.port%3A22&${ALL_TIMES}`)
    await page.getByRole('button', { name: '保存的视图' }).click()
    await page.getByRole('textbox', { name: '视图名称' }).fill(name)
    await page.getByRole('button', { name: '保存当前条件' }).click()
    await page.getByRole('link', { name: `打开视图 ${name}` }).waitFor()
  })
  await run.as('analyst', EN, async (page) => {
    await page.goto('/overview')
    await page.locator('main h1').waitFor()
    await page.keyboard.press('Control+k')
    const palette = page.getByRole('dialog')
    await palette.getByRole('combobox').fill(name)
    await palette.getByRole('option', { name: /Saved views/ }).waitFor()
    assert.deepEqual(await serious(page), [])
    await palette.getByRole('option', { name: /Saved views/ }).click()
    await page.waitForURL((url) => url.pathname === '/events' && url.searchParams.get('q') === 'destination.port:22')
    await page.getByRole('button', { name: 'Saved views' }).click()
    await page.getByRole('button', { name: `Delete ${name}` }).click()
    await page.getByRole('button', { name: 'OK', exact: true }).click()
    await until(async () => (await ask(page, 'views')).items.every((view) => view.name !== name), 'the view to go')
  })
})

test('the palette leads from an address to its events, alerts and incidents', async () => {
  await run.as('analyst', ZH, async (page) => {
    await page.goto('/alerts')
    await page.locator('main h1').waitFor()
    await page.keyboard.press('Control+k')
    const palette = page.getByRole('dialog')
    await palette.getByRole('combobox').fill('203.0.113.66')
    await palette.getByRole('option', { name: /相关告警/ }).click()
    await page.waitForURL((url) => url.searchParams.get('entity') === 'ip:203.0.113.66')
    await page.locator('main td').first().waitFor()
  })
})

test('a mistake is shown at its character and explained in the language of the page', async () => {
  for (const [look, words] of [
    [ZH, /检索语句不完整|括号/],
    [EN, /ends too early|parenthes/],
  ]) {
    await run.as('analyst', look, async (page) => {
      await page.goto(`/events?${ALL_TIMES}`)
      await page.getByRole('combobox').first().fill('user.name:(')
      await page.getByRole('alert').filter({ hasText: words }).first().waitFor()
      await search(page, 'user.name:(')
      await page
        .getByText(look === ZH ? '查询语句有误' : 'The query cannot be read')
        .or(page.getByText(words))
        .first()
        .waitFor()
      assert.deepEqual(await serious(page), [])
    })
  }
})
