// What a first visit loads, compressed; fails above the limit.
import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'

const LIMIT_KB = 350
const folder = new URL('../../api/console_static/', import.meta.url)
const manifest = JSON.parse(await readFile(new URL('.vite/manifest.json', folder), 'utf8'))

const size = async (file) => gzipSync(await readFile(new URL(file, folder)), { level: 9 }).length / 1000
const reach = (keys, seen = new Set()) => {
  for (const key of keys) {
    if (seen.has(key)) continue
    seen.add(key)
    reach(manifest[key].imports ?? [], seen)
  }
  return seen
}
const sum = async (keys) => {
  let total = 0
  for (const key of keys) total += await size(manifest[key].file)
  return total
}

const first = (part) => Object.keys(manifest).filter((key) => part.test(key))
const entry = Object.keys(manifest).filter((key) => manifest[key].isEntry)
// The entry, one language, and the frame around every page.
const initial = reach([...entry, ...first(/messages\/zh-CN\/index/), ...first(/app\/layout\/Frame/)])
const signIn = reach([...initial, ...first(/SignInPage/)])
const total = await sum(initial)
console.log(`initial ${total.toFixed(1)} kB gzip, with sign-in page ${(await sum(signIn)).toFixed(1)} kB`)
for (const key of Object.keys(manifest)) {
  if (!/Page\.tsx$/.test(key)) continue
  const extra = [...reach([key])].filter((part) => !initial.has(part))
  console.log(`  + ${(await sum(extra)).toFixed(1).padStart(6)} kB  ${key}`)
}
if (total > LIMIT_KB) {
  console.error(`the initial JavaScript is above ${LIMIT_KB} kB gzip`)
  process.exit(1)
}
