// src/client/schema.ts from the committed OpenAPI; --check fails when it is stale.
import { readFile, writeFile } from 'node:fs/promises'
import openapiTS, { astToString } from 'openapi-typescript'

const source = new URL('../../docs/reference/openapi.json', import.meta.url)
const target = new URL('../src/client/schema.ts', import.meta.url)

const ast = await openapiTS(JSON.parse(await readFile(source, 'utf8')), { defaultNonNullable: false })
const text = `// Generated from docs/reference/openapi.json by \`npm run client\`; never edited.\n\n${astToString(ast)}`
if (process.argv.includes('--check')) {
  const kept = await readFile(target, 'utf8').catch(() => '')
  if (kept !== text) {
    console.error('src/client/schema.ts does not match docs/reference/openapi.json: run `npm run client` and commit it')
    process.exit(1)
  }
} else {
  await writeFile(target, text)
}
