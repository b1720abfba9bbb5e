// A platform and a browser for the tests, both on this machine only.
import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const root = fileURLToPath(new URL('../..', import.meta.url))

export const NEW_PASSWORD = 'Eagle-owl at 7 towers'

const pythonOf = () => {
  const own = `${root}.venv/bin/python`
  return process.env['FENGSUI_PYTHON'] ?? (existsSync(own) ? own : 'python3')
}

const chromiumOf = () => {
  const found = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
    (path) => path && existsSync(path),
  )
  if (!found) throw new Error('no Chromium: install it, or name it in CHROMIUM')
  return found
}

/** { address, passwords, stop } of a fresh platform. */
export const startPlatform = async ({ bundled = false } = {}) => {
  const child = spawn(pythonOf(), ['console/e2e/server.py', ...(bundled ? ['--bundled'] : [])], {
    cwd: root,
    env: { ...process.env, PYTHONPATH: root },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const told = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on(
      'line',
      (line) => line.startsWith('{"address"') && resolve(JSON.parse(line)),
    )
    child.once('exit', (code) => reject(new Error(`the platform ended with ${code}`)))
  })
  return {
    ...told,
    stop: async () => {
      child.stdin.end()
      await ended
    },
  }
}

export const startBrowser = () =>
  chromium.launch({
    executablePath: chromiumOf(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

/** A page that keeps what went wrong: console errors, failed scripts, and requests that leave the origin. */
export const openPage = async (browser, address, options = {}) => {
  const context = await browser.newContext({
    baseURL: address,
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    ...options,
  })
  const page = await context.newPage()
  const wrong = []
  page.on('pageerror', (error) => wrong.push(`page: ${error.message}`))
  page.on('console', (line) => {
    if (line.type() === 'error' && !/status of (401|403|404|412|422|409)/.test(line.text()))
      wrong.push(`console: ${line.text()}`)
  })
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(address) && !url.startsWith('data:') && !url.startsWith('blob:'))
      wrong.push(`leaves the origin: ${url}`)
  })
  return { page, context, wrong }
}

export const fillIn = async (page, name, password) => {
  await page.locator('input[autocomplete="username"]').fill(name)
  await page.locator('input[autocomplete="current-password"]').fill(password)
  await page.locator('button[type="submit"]').click()
}

/** Sign in with a one-time password, choose NEW_PASSWORD, and arrive. */
export const signInFirst = async (page, name, password) => {
  await page.goto('/sign-in')
  await fillIn(page, name, password)
  await page.waitForURL('**/first-password')
  await page.locator('input[autocomplete="new-password"]').first().waitFor()
  await page.locator('input[autocomplete="current-password"]').fill(password)
  for (const field of await page.locator('input[autocomplete="new-password"]').all()) await field.fill(NEW_PASSWORD)
  await page.locator('button[type="submit"]').click()
  await page.locator('main#page').waitFor()
}

export const prefer = (context, preferences) =>
  context.addInitScript((chosen) => localStorage.setItem('fengsui.preferences', JSON.stringify(chosen)), preferences)

/** Six digits (RFC 6238) for a secret in base 32. */
export const codeOf = (secret, now = Date.now()) => {
  const bits = [...secret.replaceAll(/[\s=]/g, '').toUpperCase()]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)))
  const digest = createHmac('sha1', bytes).update(counter).digest()
  const offset = (digest.at(-1) ?? 0) & 15
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
