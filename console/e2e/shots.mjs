// Pictures of pages to look at: node e2e/shots.mjs [--bundled] [--as analyst] [--only 1440-zh-light] /overview /alerts …
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { fillIn, NEW_PASSWORD, openPage, prefer, signInFirst, startBrowser, startPlatform } from './platform.mjs'

const { values, positionals } = parseArgs({
  options: {
    bundled: { type: 'boolean' },
    as: { type: 'string', default: 'analyst' },
    only: { type: 'string', default: '1440-zh-light,1920-en-dark' },
  },
  allowPositionals: true,
})
const folder = fileURLToPath(new URL('shots/', import.meta.url))
await mkdir(folder, { recursive: true })
const sizes = { 1440: { width: 1440, height: 900 }, 1920: { width: 1920, height: 1080 } }

const platform = await startPlatform({ bundled: values.bundled ?? false })
const browser = await startBrowser()
try {
  let first = true
  for (const look of values.only.split(',')) {
    const [width, language, theme] = look.split('-')
    const { page, context, wrong } = await openPage(browser, platform.address, { viewport: sizes[width] })
    await prefer(context, { language: language === 'zh' ? 'zh-CN' : 'en', theme })
    await page.goto('/sign-in')
    await page.locator('input[autocomplete="username"]').waitFor()
    await page.screenshot({ path: `${folder}${look}-sign-in.png` })
    if (first) await signInFirst(page, values.as, platform.passwords[values.as])
    else {
      await fillIn(page, values.as, NEW_PASSWORD)
      await page.locator('main#page').waitFor()
    }
    first = false
    for (const path of positionals) {
      await page.goto(path)
      await page.locator('main#page').waitFor()
      await page.waitForTimeout(1_200)
      await page.screenshot({ path: `${folder}${look}${path.replaceAll(/[^\w]+/g, '-')}.png` })
    }
    if (wrong.length > 0) console.error(wrong.join('\n'))
    await context.close()
  }
} finally {
  await browser.close()
  await platform.stop()
}
