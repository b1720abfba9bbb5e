// Threat intelligence: a file is previewed, imported, hunted for and met; the match is an alert, the reason is shown.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { feed } from './platform.mjs'
import { ask, EN, serious, start, until, ZH } from './steps.mjs'

let run
before(async () => {
  run = await start()
})
after(() => run?.stop())

const BAD = '45.33.32.156'
const FILE = {
  name: '通报.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(
    `指标值,类型,置信度,标签,名称\n${BAD},IP地址,90,远控,某木马回连地址\n8.8.8.8,IP地址,90,,\n<script>alert(1)</script>,域名,50,,\nevil-thing[.]com,域名,40,,\n`,
  ),
}

test('a file is previewed before it is imported, and every item that is not used says why', async () => {
  await run.as('analyst', ZH, async (page) => {
    await page.goto('/indicators')
    await page.getByRole('button', { name: '导入文件' }).click()
    const dialog = page.getByRole('dialog', { name: '导入文件' })
    await dialog.locator('input[type="file"]').setInputFiles(FILE)
    const counts = dialog.getByRole('status', { name: '导入预览' })
    await counts.waitFor()
    assert.match(await counts.textContent(), /可用\s*2/)
    assert.match(await counts.textContent(), /拒用\s*1/)
    await dialog.getByRole('tab', { name: '未采用（2）' }).click()
    await dialog.getByText('误报名单', { exact: true }).waitFor()
    await dialog.getByText('<script>alert(1)</script>').first().waitFor()
    assert.equal((await ask(page, 'indicators')).items.length, 0)
    assert.deepEqual(await serious(page), [])
    await dialog.getByLabel('来源').fill('city-cert')
    await dialog.getByRole('button', { name: '确认导入' }).click()
    await page.waitForURL((url) => url.searchParams.get('tab') === 'imports')
    await page
      .getByRole('dialog')
      .getByText('类型不支持')
      .or(page.getByRole('dialog').getByText('值无效'))
      .first()
      .waitFor()
  })
})

test('what is met becomes an alert that names the indicator and its source', async () => {
  await run.as('analyst', ZH, async (page) => {
    await page.goto('/indicators')
    await until(async () => {
      const { index_version, state_version } = await ask(page, 'indicators/summary')
      return state_version > 0 && index_version === state_version
    }, 'a new index')
    await until(async () => {
      await feed(run.platform, {
        '@timestamp': new Date().toISOString(),
        event: { dataset: 'network.flow' },
        source: { ip: '10.20.9.9' },
        destination: { ip: BAD, port: 443 },
      })
      return (await ask(page, 'alerts?rule=indicator-ip')).items.length > 0
    }, 'the alert')
    await page.goto('/alerts?shape=list&rule=indicator-ip')
    await page.locator('tbody tr[data-row-key]').first().click()
    const drawer = page.getByRole('dialog').first()
    await drawer.getByText('city-cert').first().waitFor()
    await drawer.getByText('某木马回连地址').first().waitFor()
    await drawer.getByRole('link', { name: '查看该情报的来源与详情' }).waitFor()
    assert.equal((await ask(page, 'alerts?rule=indicator-ip')).items[0].rule.level, 'critical')
  })
})

test('an indicator shows where it comes from and where it was met; revoking asks why', async () => {
  await run.as('analyst', ZH, async (page) => {
    await page.goto(`/indicators?q=${BAD}`)
    await page.getByRole('button', { name: BAD }).click()
    const drawer = page.getByRole('dialog').first()
    await drawer.getByText('destination.ip').last().waitFor()
    await drawer.getByText('某木马回连地址').waitFor()
    assert.deepEqual(await serious(page), [])
    await drawer.getByRole('button', { name: '撤销' }).click()
    const why = page.getByRole('dialog', { name: '撤销' })
    await why.getByLabel('原因').fill('演练结束')
    await why.getByRole('button', { name: /OK|确 ?定/ }).click()
    await drawer.getByText('已撤销').first().waitFor()
  })
})

test('feeds, lists and hunts are shown in English too', async () => {
  await run.as('analyst', EN, async (page) => {
    for (const tab of ['imports', 'feeds', 'lists', 'hunts']) {
      await page.goto(`/indicators?tab=${tab}`)
      await page.locator('table').first().waitFor()
      assert.deepEqual(await serious(page), [])
    }
    await until(
      async () => (await ask(page, 'indicator-hunts')).items.every(({ state }) => state === 'done'),
      'the hunts',
    )
  })
})
