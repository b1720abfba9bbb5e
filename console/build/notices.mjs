// The licences of everything the built console contains, as their authors ask: third-party-notices.txt beside the console.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const root = new URL('../', import.meta.url)
const out = new URL('../../api/console_static/third-party-notices.txt', import.meta.url)
const lock = JSON.parse(await readFile(new URL('package-lock.json', root), 'utf8'))
const LICENCE = /^(licen[cs]e|copying|notice)(\.\w+|-\w+)?$/i

const parts = []
const missing = []
for (const [place, entry] of Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1))) {
  if (!place.startsWith('node_modules/') || entry.dev || entry.devOptional || entry.optional) continue
  const folder = new URL(`${place}/`, root)
  const described = JSON.parse(await readFile(new URL('package.json', folder), 'utf8'))
  const licence = described.license ?? described.licenses?.map(({ type }) => type).join(' OR ')
  if (!licence) missing.push(place)
  const files = (await readdir(folder)).filter((name) => LICENCE.test(name)).sort()
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, folder), 'utf8')))
  const author = typeof described.author === 'string' ? described.author : described.author?.name
  const head = `${described.name} ${described.version} — ${licence}${texts.length === 0 && author ? `, ${author}` : ''}`
  parts.push([head, ...texts.map((text) => text.trim())].join('\n\n'))
}
if (missing.length > 0) {
  console.error(`no licence is named by ${missing.join(', ')}`)
  process.exit(1)
}
await writeFile(out, `${parts.join(`\n\n${'-'.repeat(100)}\n\n`)}\n`)
console.log(`notices of ${parts.length} packages in ${fileURLToPath(out).split('/').slice(-2).join('/')}`)
