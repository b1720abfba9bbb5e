// Fails when a message key is missing, unused, or differs between the languages.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('../src', import.meta.url))
const languages = ['zh-CN', 'en']
const plural = /_(zero|one|two|few|many|other)$/
const problems = []

const catalogues = new Map()
for (const language of languages) {
  const keys = new Map()
  for (const file of (await readdir(join(source, 'messages', language)))
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    const text = await readFile(join(source, 'messages', language, file), 'utf8')
    const namespace = file.slice(0, -5)
    const entries = Object.entries(JSON.parse(text))
    for (const [key, message] of entries) {
      const name = `${namespace}:${key}`
      if (typeof message !== 'string' || message.trim() === '')
        problems.push(`${language}/${file}: ${key} is empty or no text`)
      else keys.set(name, message)
    }
    const written = text.match(/^\s*"(?:[^"\\]|\\.)*"\s*:/gm)?.length ?? 0
    if (written !== entries.length) problems.push(`${language}/${file}: a key stands there twice`)
  }
  catalogues.set(language, keys)
}

const bare = (key) => key.replace(plural, '')
const places = (text) => [...new Set([...text.matchAll(/{{\s*([\w.]+)/g)].map((match) => match[1]))].sort().join(' ')
const byBare = (keys) => {
  const found = new Map()
  for (const [key, message] of keys) {
    const name = bare(key)
    found.set(
      name,
      [...new Set([...(found.get(name)?.split(' ') ?? []), ...places(message).split(' ')])]
        .filter(Boolean)
        .sort()
        .join(' '),
    )
  }
  return found
}
const [chinese, english] = languages.map((language) => byBare(catalogues.get(language)))
for (const [key, names] of chinese) {
  if (!english.has(key)) problems.push(`en: ${key} is missing`)
  else if (english.get(key) !== names)
    problems.push(`${key}: placeholders differ: {${names}} and {${english.get(key)}}`)
}
for (const key of english.keys()) if (!chinese.has(key)) problems.push(`zh-CN: ${key} is missing`)

// Keys are written with their namespace, as t('ns:key'), t(`ns:beginning.${x}`), key('ns:key') or i18nKey="ns:key".
const namespaces = new Set([...chinese.keys()].map((key) => key.split(':')[0]))
const used = new Set()
const beginnings = new Set()
for (const entry of await readdir(source, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\.tsx?$/.test(entry.name) || /\.test\.tsx?$/.test(entry.name)) continue
  const path = join(entry.parentPath ?? entry.path, entry.name)
  if (path.includes(`${source}/client/`)) continue
  const text = await readFile(path, 'utf8')
  const where = path.slice(source.length + 1)
  for (const [, literal] of text.matchAll(/['"]([a-z][\w-]*:[A-Za-z][\w.-]*)['"]/g)) {
    if (chinese.has(literal)) used.add(literal)
  }
  for (const [, literal] of text.matchAll(/\b(?:t|key)\(\s*['"]([^'"]+)['"]/g)) {
    if (!chinese.has(literal)) problems.push(`${where}: ${literal} stands in no catalogue`)
  }
  for (const [, beginning] of text.matchAll(/`([a-z][\w-]*:[\w.-]*)\$\{/g)) {
    if (!namespaces.has(beginning.split(':')[0])) continue
    if (![...chinese.keys()].some((key) => key.startsWith(beginning)))
      problems.push(`${where}: nothing begins with ${beginning}`)
    beginnings.add(beginning)
  }
}
for (const key of chinese.keys()) {
  if (!used.has(key) && ![...beginnings].some((beginning) => key.startsWith(beginning)))
    problems.push(`${key} is used nowhere`)
}

if (problems.length > 0) {
  console.error(`messages: ${problems.length} problems\n${problems.map((line) => `  ${line}`).join('\n')}`)
  process.exit(1)
}
console.log(`messages: ${chinese.size} keys in ${languages.length} languages`)
