// Every browser test against one platform: node e2e/run.mjs [part of a file's name …]
//
// A file that failed is run once more against a platform of its own: one that fails again fails the build, one that does
// not is named as unsteady in the last lines. More than a few at once are a fault of the product, not of the machine.
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

const MOST_RUN_AGAIN = 3

const run = (file, known) =>
  new Promise((resolve) => {
    const env = { ...process.env, E2E_PLATFORM: JSON.stringify(known) }
    spawn(process.execPath, ['--test', file], { stdio: 'inherit', env }).once('exit', (code) => resolve(code === 0))
  })

async function failedOf(wanted) {
  const { stop, ...known } = await startPlatform()
  const failed = []
  try {
    for (const file of wanted) {
      if (!(await run(file, known))) failed.push(file)
    }
  } finally {
    await stop()
  }
  return failed
}

const first = await failedOf(files)
const again = first.length > MOST_RUN_AGAIN ? first : []
if (again.length === 0) for (const file of first) again.push(...(await failedOf([file])))
for (const file of first)
  console.log(`${again.includes(file) ? 'failed' : 'unsteady (passed when run again)'}: ${file}`)
process.exit(again.length === 0 ? 0 : 1)
