// Every page in both languages, light and dark: no serious finding of axe, nothing wrong in the console, nothing untranslated.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ALL_TIMES, ask, serious, start } from './steps.mjs'

let run
before(async () => {
  run = await start()
})
after(() => run?.stop())

const PAGES = {
  analyst: async (page) => {
    const [alert] = (await ask(page, 'alerts?level=high&limit=1')).items
    const [incident] = (await ask(page, 'incidents?escalated=true&limit=1')).items
    const [event] = (await ask(page, 'events?limit=1')).items
    return [
      '/overview',
      `/events?${ALL_TIMES}`,
      `/events?${ALL_TIMES}&open=${event.id}`,
      '/alerts',
      `/alerts?open=${alert.id}`,
      `/alerts/${alert.id}`,
      '/incidents',
      `/incidents/${incident.id}`,
      '/sources',
      '/rules',
      '/account',
      '/tokens',
    ]
  },
  sysadmin: async (page) => {
    const [account] = (await ask(page, 'accounts?limit=1')).items
    return ['/sources', '/accounts', `/accounts?open=${account.id}`, '/units', '/units?open=district', '/settings']
  },
}

const LOOKS = [
  { language: 'zh-CN', theme: 'light' },
  { language: 'en', theme: 'dark' },
  { language: 'zh-CN', theme: 'dark' },
  { language: 'en', theme: 'light' },
]

// Both themes are looked at in each language; pages and their texts are the same in the other two.
for (const look of LOOKS.slice(0, process.env['E2E_EVERY_LOOK'] ? 4 : 2)) {
  for (const [who, pages] of Object.entries(PAGES)) {
    test(`pages of ${who}, ${look.language}, ${look.theme}`, async () => {
      await run.as(who, look, async (page) => {
        await page.goto('/')
        await page.locator('main#page h1').waitFor()
        const found = []
        for (const path of await pages(page)) {
          await page.goto(path)
          await page.locator('main#page h1').waitFor()
          await page.waitForFunction(() => !document.querySelector('.ant-skeleton, .fs-waiting'))
          await page.waitForTimeout(300)
          found.push(...(await serious(page)).map((one) => `${path}: ${one}`))
          // A key of the catalogue that was not found is shown as it is.
          const text = await page.locator('body').textContent()
          const keys =
            text.match(/\b(?:alerts|events|incidents|sources|ui|states|time|menu|entities):[a-z][\w.]*\b/g) ?? []
          found.push(...keys.filter((key) => !/:read|:decide|:own|:export/.test(key)).map((key) => `${path}: ${key}`))
        }
        assert.deepEqual(found, [])
      })
    })
  }
}

test('light and dark follow the choice of the reader, and times the chosen zone', async () => {
  await run.as('analyst', { language: 'zh-CN', theme: 'light' }, async (page) => {
    await page.goto('/sources')
    const time = page.locator('tbody time').first()
    await time.waitFor()
    const shanghai = await time.textContent()
    await page.getByRole('button', { name: /时间显示/ }).click()
    assert.notEqual(await time.textContent(), shanghai)
    await page.getByRole('button', { name: '外观' }).click()
    await page.getByRole('menuitem', { name: '深色' }).click()
    assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark')
  })
})
