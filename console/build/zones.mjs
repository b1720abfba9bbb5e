// Imports run one way: app → features → shared → client, and no feature knows another.
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('../src', import.meta.url))
const order = ['client', 'messages', 'shared', 'features', 'app', 'testing']
const problems = []

const zone = (path) => {
  const [first, second] = relative(source, path).split('/')
  return { layer: first, feature: first === 'features' ? second : undefined }
}

for (const entry of await readdir(source, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\.tsx?$/.test(entry.name)) continue
  const path = join(entry.parentPath ?? entry.path, entry.name)
  const from = zone(path)
  if (!order.includes(from.layer) || /\.test\.tsx?$/.test(entry.name)) continue
  const text = await readFile(path, 'utf8')
  for (const [, name] of text.matchAll(/(?:from|import\()\s*['"]((?:@\/|\.)[^'"]*)['"]/g)) {
    const to = zone(name.startsWith('@/') ? join(source, name.slice(2)) : resolve(dirname(path), name))
    if (order.indexOf(to.layer) > order.indexOf(from.layer))
      problems.push(`${relative(source, path)} imports ${name}: ${from.layer} must not know ${to.layer}`)
    if (from.feature && to.feature && from.feature !== to.feature)
      problems.push(`${relative(source, path)} imports ${name}: features do not know each other`)
  }
}
if (problems.length > 0) {
  console.error(`zones:\n${problems.map((line) => `  ${line}`).join('\n')}`)
  process.exit(1)
}
