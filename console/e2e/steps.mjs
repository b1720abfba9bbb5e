// What the browser tests have in common: pages of somebody signed in that must not go wrong, and what axe finds on them.
import assert from 'node:assert/strict'
import { AxeBuilder } from '@axe-core/playwright'
import { openPage, prefer, runningPlatform, signIn, startBrowser } from './platform.mjs'

export const ZH = { language: 'zh-CN', theme: 'light' }
export const EN = { language: 'en', theme: 'dark' }
export const ALL_TIMES = 'from=1970-01-01T00%3A00%3A00Z&to=now'

/** A browser and the platform of this run. `as(who, preferences, work)` gives a page to somebody signed in; null: nobody. */
export const start = async () => {
  const platform = runningPlatform()
  if (!platform) throw new Error('start the tests with `npm run e2e`')
  const browser = await startBrowser()
  const states = new Map()

  const as = async (who, preferences, work) => {
    const storageState = who === null ? undefined : states.get(who)
    const { page, context, wrong } = await openPage(browser, platform.address, { storageState })
    page.setDefaultTimeout(60_000)
    const wait = page.waitForFunction.bind(page)
    // By the clock: the default asks with every frame, and a busy machine may draw none.
    page.waitForFunction = (work, given, options) => wait(work, given, { polling: 100, ...options })
    await prefer(context, preferences)
    try {
      if (who !== null && !storageState) {
        await signIn(page, platform, who)
        states.set(who, await context.storageState())
      }
      await work(page)
      assert.deepEqual(wrong, [])
    } catch (error) {
      const pictures = process.env['E2E_SHOTS']
      if (pictures) await page.screenshot({ path: `${pictures}/failed-${Date.now()}.png` })
      throw new Error(`${error.message}\nat ${page.url()}; ${wrong.join('; ')}`, { cause: error })
    } finally {
      await context.close()
    }
  }
  return { platform, browser, as, stop: () => browser.close() }
}

/** Brings every movement to its end. Waiting for it would wait for frames, which a busy machine may not draw. */
const settled = (page) =>
  page.evaluate(async () => {
    const endless = ({ effect }) => effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY
    for (let round = 0; round < 40; round++) {
      const moving = document.getAnimations().filter((each) => each.playState === 'running' && !endless(each))
      if (round > 1 && moving.length === 0) return
      for (const each of moving) each.finish()
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  })

/** From here on colours change at once: what is enabled while axe looks is not seen halfway. */
const atOnce = (page) =>
  page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('*, *::before, *::after { transition: none !important }')
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  })

/** Serious and critical findings. Colours are measured once what fades has faded. */
export const serious = async (page) => {
  await settled(page)
  await atOnce(page)
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map((node) => `${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`).join(' | ')}`,
    )
}

export const ask = (page, path) =>
  page.evaluate((from) => fetch(from).then((answer) => answer.json()), `/api/v1/${path}`)

/** Asks again until the answer holds, as somebody looking at the page would. */
export const until = async (look, what, seconds = 90) => {
  const end = Date.now() + seconds * 1_000
  for (;;) {
    const found = await look()
    if (found) return found
    assert.ok(Date.now() < end, `waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
}

/** What the console would send, without its form. */
export const send = (page, method, path, body) =>
  page.evaluate(
    async ([how, to, given]) => {
      const token = /fengsui_csrf=([^;]+)/.exec(document.cookie)?.[1] ?? ''
      const headers = { 'Content-Type': 'application/json', 'If-Match': '*', 'X-CSRF-Token': decodeURIComponent(token) }
      const answer = await fetch(`/api/v1/${to}`, { method: how, headers, body: JSON.stringify(given) })
      if (!answer.ok) throw new Error(`${to}: ${await answer.text()}`)
      return answer.status === 204 ? null : answer.json()
    },
    [method, path, body],
  )

/** People the platform does not begin with, as [name, unit, role]: made by one administrator, given their role by another. */
export const engage = async (run, people) => {
  const made = []
  await run.as('sysadmin', ZH, async (page) => {
    for (const [name, unit] of people) {
      const { account, password } = await send(page, 'POST', 'accounts', { name, display_name: name, unit })
      run.platform.passwords[name] = password
      made.push(account.id)
    }
  })
  await run.as('secadmin', ZH, async (page) => {
    for (const [place, [, , role]] of people.entries())
      await send(page, 'PUT', `accounts/${made[place]}/roles`, { roles: [role] })
  })
}
