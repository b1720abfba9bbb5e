// A platform and a browser for the tests, both on this machine only.
import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { existsSync } from 'node:fs'
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const root = fileURLToPath(new URL('../..', import.meta.url))

export const NEW_PASSWORD = 'Eagle-owl at 7 towers'

const pythonOf = () => {
  const own = `${root}.venv/bin/python`
  return process.env['E2E_PYTHON'] ?? (existsSync(own) ? own : 'python3')
}

const chromiumOf = () => {
  const found = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
    (path) => path && existsSync(path),
  )
  if (!found) throw new Error('no Chromium: install it, or name it in CHROMIUM')
  return found
}

// Variables of this prefix are settings.
const withoutSettings = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('FENGSUI_')))

const settingsOf = (folder) => `
data = "${folder}/data"
[api]
listen = "127.0.0.1:0"
sign_ins_per_minute = 1000
requests_per_minute = 100000
[pipeline]
source_folders = ["${folder}"]
[metrics]
listen = ""
[identity]
second_factor = "optional"
[sources.feed]
kind = "jsonl"
path = "${folder}/feed.jsonl"
unit = "data-centre"
[sources.portal]
kind = "nginx"
path = "${folder}/access.log"
unit = "data-centre"
[[units]]
id = "data-centre"
name = "District Data Centre"
name_zh = "区大数据中心"
`

export const RECORDING = 'tests/captures/district-attack'

const fengsui = (folder, ...words) =>
  spawn(pythonOf(), ['-c', 'from cli.main import main; main()', '--config', join(folder, 'fengsui.toml'), ...words], {
    cwd: root,
    env: { ...withoutSettings, PYTHONPATH: root, COLUMNS: '200', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', process.env['E2E_LOG'] ? 'inherit' : 'ignore'],
  })

const ended = (child) => new Promise((resolve) => child.once('exit', resolve))

/** { address, passwords, folder, stop } of `fengsui serve`, with a recorded intrusion, or what is named, replayed. */
export const startPlatform = async (recordings = [RECORDING]) => {
  const folder = await mkdtemp(join(tmpdir(), 'fengsui-e2e-'))
  await writeFile(join(folder, 'fengsui.toml'), settingsOf(folder))
  for (const name of ['feed.jsonl', 'access.log']) await writeFile(join(folder, name), '')
  let replayed = 0
  for (const recording of recordings) {
    const replay = fengsui(folder, 'replay', recording)
    replay.stdout.resume()
    replayed ||= await ended(replay)
  }
  const child = fengsui(folder, 'serve')
  const gone = ended(child)
  const stop = async () => {
    child.kill('SIGTERM')
    await gone
    await rm(folder, { recursive: true, force: true })
  }
  try {
    if (replayed !== 0) throw new Error(`the replay ended with ${replayed}`)
    const told = await new Promise((resolve, reject) => {
      let address
      const passwords = {}
      createInterface({ input: child.stdout }).on('line', (line) => {
        address ??= /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0]
        const [, name, password] = /^\W*(sysadmin|secadmin|auditadmin|analyst)\s+(\S+)/.exec(line) ?? []
        if (name) passwords[name] = password
        if (address && line.includes('╰')) resolve({ address, passwords })
      })
      void gone.then((code) => reject(new Error(`the platform ended with ${code}`)))
    })
    return { ...told, folder, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The platform the runner started (see run.mjs). */
export const runningPlatform = () => JSON.parse(process.env['E2E_PLATFORM'] ?? 'null')

/** Records for the platform's JSON source, as a log shipper would write them; a text stands as it is. */
export const feed = (platform, ...records) =>
  appendFile(
    join(platform.folder, 'feed.jsonl'),
    records.map((record) => `${typeof record === 'string' ? record : JSON.stringify(record)}\n`).join(''),
  )

export const logLines = (platform, ...lines) =>
  appendFile(join(platform.folder, 'access.log'), lines.map((line) => `${line}\n`).join(''))

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
    if (line.type() === 'error' && !/status of (401|403|404|412|422|409|503)/.test(line.text()))
      wrong.push(`console: ${line.text()}`)
  })
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(`${address}/`) && !url.startsWith('data:') && !url.startsWith('blob:'))
      wrong.push(`leaves the origin: ${url}`)
  })
  page.on('websocket', (socket) => wrong.push(`a socket to ${socket.url()}`))
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

/** Sign in, whether or not the one-time password was changed already. */
export const signIn = async (page, platform, name) => {
  await page.goto('/sign-in')
  await fillIn(page, name, NEW_PASSWORD)
  const refused = page.getByRole('alert')
  await page.locator('main#page').or(refused).first().waitFor()
  if (await refused.isVisible()) await signInFirst(page, name, platform.passwords[name])
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
