// Every browser test against one platform: node e2e/run.mjs [part of a file's name …]
import { spawn } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { startPlatform } from './platform.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const wanted = process.argv.slice(2)
const files = (await readdir(here))
  .filter((name) => name.endsWith('.test.mjs') && (wanted.length === 0 || wanted.some((part) => name.includes(part))))
  .sort()
  .map((name) => `${here}${name}`)

const platform = await startPlatform()
let code = 1
try {
  const { stop: _, ...known } = platform
  const tests = spawn(process.execPath, ['--test', '--test-concurrency=1', ...files], {
    stdio: 'inherit',
    env: { ...process.env, E2E_PLATFORM: JSON.stringify(known) },
  })
  code = await new Promise((resolve) => tests.once('exit', (ended) => resolve(ended ?? 1)))
} finally {
  await platform.stop()
}
process.exit(code)
