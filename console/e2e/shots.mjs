// Pictures of every page, to look at: node e2e/shots.mjs [--to FOLDER] [--only 1440-zh-light,…] [part of a page's name …]
import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { feed, logLines, openPage, prefer, RECORDING, signIn, startBrowser, startPlatform } from './platform.mjs'
import { engage, send } from './steps.mjs'

const { values, positionals } = parseArgs({
  options: { to: { type: 'string' }, only: { type: 'string' } },
  allowPositionals: true,
})
const SIZES = { 1440: { width: 1440, height: 900 }, 1920: { width: 1920, height: 1080 } }
const every = Object.keys(SIZES).flatMap((size) =>
  ['zh', 'en'].flatMap((language) => ['light', 'dark'].map((theme) => `${size}-${language}-${theme}`)),
)
const looks = values.only?.split(',') ?? every
const folder = values.to ?? (await mkdtemp(join(tmpdir(), 'fengsui-shots-')))
await mkdir(folder, { recursive: true })

const ALL = 'from=1970-01-01T00%3A00%3A00Z&to=now'
const ask = (page, path) => page.evaluate((from) => fetch(from).then((answer) => answer.json()), `/api/v1/${path}`)
const first = async (page, path) => (await ask(page, path)).items[0]?.id
const gravest = async (page) =>
  (await ask(page, 'incidents?escalated=true&limit=100')).items.reduce((a, b) => (b.score > a.score ? b : a)).id
const press =
  (...keys) =>
  async (page) => {
    for (const key of keys) await page.keyboard.press(key)
  }

const loudest = (tab) => async (page) => {
  const { items } = await ask(page, 'rules?sort=hits&limit=500')
  return `/rules?open=${items.find(({ kind, reports, hits }) => kind === 'rule' && reports && hits > 0).key}&tab=${tab}`
}

const bruteForce = async (page) =>
  (await ask(page, 'playbooks')).items.find((one) => one.name.startsWith('Brute force')).id
const rehearse = async (page) => {
  await page.locator('button.ant-btn-primary').first().click()
  await page.locator('#run___source__').fill('203.0.113.66')
  await page.locator('#run___account__').fill('zhang')
  await page.locator('form#run button[type=button]').click()
  await page.locator('.ant-timeline').waitFor()
}
const start = async (page) => {
  await rehearse(page)
  await page.locator('form#run button[type=submit]').click()
  await page.waitForURL('**/executions/**')
  await page.locator('.ant-card').first().waitFor()
}

// name: [who, address or what finds it, what to do there]
const PAGES = {
  situation: ['analyst', '/situation'],
  'situation-open': ['analyst', '/situation?open=unit%3Adata-centre'],
  wall: ['analyst', '/situation/wall'],
  entity: ['analyst', '/entities?key=host%3Aportal'],
  overview: ['analyst', '/overview'],
  events: ['analyst', `/events?${ALL}`],
  'events-open': [
    'analyst',
    async (page) => `/events?${ALL}&q=http&open=${await first(page, 'events?q=http&limit=1')}`,
  ],
  'events-empty': ['analyst', '/events?q=user.name%3Anobody-at-all'],
  'events-mistake': ['analyst', `/events?${ALL}&q=user.name%3A(`],
  alerts: ['analyst', '/alerts'],
  'alerts-group': ['analyst', '/alerts', press('j', 'Enter')],
  'alerts-list': ['analyst', '/alerts?shape=list&status=all'],
  'alerts-open': ['analyst', async (page) => `/alerts?open=${await first(page, 'alerts?level=high&limit=1')}`],
  alert: ['analyst', async (page) => `/alerts/${await first(page, 'alerts?level=high&limit=1')}`],
  incidents: ['analyst', '/incidents'],
  incident: ['analyst', async (page) => `/incidents/${await first(page, 'incidents?escalated=true&limit=1')}`],
  'incident-graph': ['analyst', async (page) => `/incidents/${await gravest(page)}?tab=graph`],
  'incident-outlook': ['analyst', async (page) => `/incidents/${await gravest(page)}?tab=outlook`],
  exposure: ['analyst', '/exposure'],
  notices: ['analyst', '/notices'],
  'notice-draft': ['analyst', async (page) => `/notices?about=${await gravest(page)}`],
  clocks: ['analyst', '/clocks'],
  'clocks-open': ['analyst', async (page) => `/clocks?open=${(await ask(page, 'clocks')).items[0].incident}`],
  'clocks-rules': ['analyst', '/clocks?tab=rules'],
  duty: ['analyst', '/duty'],
  playbooks: ['analyst', '/playbooks'],
  playbook: ['analyst', async (page) => `/playbooks/${await bruteForce(page)}`],
  'playbook-run': ['analyst', async (page) => `/playbooks/${await bruteForce(page)}`, rehearse],
  execution: ['analyst', async (page) => `/playbooks/${await bruteForce(page)}`, start],
  executions: ['analyst', '/executions'],
  approvals: ['analyst', '/approvals'],
  sources: ['analyst', '/sources'],
  inventory: ['sysadmin', '/inventory'],
  'inventory-assets': ['sysadmin', '/inventory?tab=assets&open=portal'],
  'inventory-data': ['sysadmin', '/inventory?tab=data_sets&q=res&open=residents'],
  'inventory-exposures': ['sysadmin', '/inventory?tab=exposures'],
  'inventory-reconcile': ['sysadmin', '/inventory?tab=discoveries'],
  indicators: ['analyst', '/indicators'],
  'indicators-feeds': ['analyst', '/indicators?tab=feeds'],
  'indicators-lists': ['analyst', '/indicators?tab=lists'],
  rules: ['analyst', '/rules?sort=hits'],
  'rules-open': ['analyst', loudest('about')],
  'rules-explain': [
    'analyst',
    loudest('explain'),
    async (page) => {
      await page.getByRole('textbox').last().fill('{"event": {"dataset": "nginx.access"}, "url": {"path": "/"}}')
      await page.getByRole('button', { name: /^(解释|Explain)$/ }).click()
    },
  ],
  'rules-backtest': [
    'analyst',
    loudest('backtest'),
    async (page) => {
      await page.getByRole('button', { name: /^(开始回测|Run)$/ }).click()
      await page.waitForTimeout(6_000)
    },
  ],
  'rules-exception': [
    'analyst',
    loudest('exceptions'),
    async (page) => {
      await page.getByRole('button', { name: /新增例外|New exception/ }).click()
      await page.getByRole('textbox', { name: /^(字段|Field)$/ }).fill('source.ip|cidr')
      await page.getByRole('combobox', { name: /^(值|Values)/ }).fill('203.0.113.0/24')
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: /^(预\s?览|Preview)$/ }).click()
      await page.waitForTimeout(2_000)
    },
  ],
  'rules-cases': ['analyst', loudest('cases')],
  'rules-noisy': ['analyst', '/rules/noisy'],
  exceptions: ['analyst', '/exceptions'],
  coverage: ['analyst', '/coverage', (page) => page.getByText('T1110').first().waitFor({ timeout: 60_000 })],
  'coverage-feeds': ['analyst', '/coverage?view=feeds'],
  'rules-off': [
    'secadmin',
    '/rules?sort=hits',
    async (page) => {
      await page.locator('tbody button').first().click()
      await page.getByRole('button', { name: /停用规则|Switch off/ }).click()
    },
  ],
  content: [
    'secadmin',
    '/content',
    async (page) => {
      await page.getByRole('button', { name: /导入内容|Import content/ }).click()
      await page.locator('input[type="file"]').setInputFiles({
        name: 'rules-1.2.yml',
        mimeType: 'application/yaml',
        buffer: Buffer.from('title: x\nlogsource: {product: linux}\ndetection:\n  a: {b: c}\n  condition: d\n'),
      })
      await page.waitForTimeout(5_000)
    },
  ],
  account: ['analyst', '/account'],
  tokens: ['analyst', '/tokens'],
  forbidden: ['analyst', '/audit'],
  palette: [
    'analyst',
    '/overview',
    async (page) => {
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog').getByRole('combobox').fill('10.20.2.20')
    },
  ],
  keys: ['analyst', '/alerts?shape=list', press('?')],
  'sources-open': [
    'sysadmin',
    async (page) => {
      const { items } = await ask(page, 'sources')
      const held = items.toSorted((a, b) => b.quarantined - a.quarantined)[0]
      return `/sources?open=${encodeURIComponent(held.name)}`
    },
  ],
  accounts: ['sysadmin', '/accounts'],
  'accounts-open': ['sysadmin', async (page) => `/accounts?open=${await first(page, 'accounts?limit=1')}`],
  units: ['sysadmin', '/units'],
  settings: ['sysadmin', '/settings'],
  audit: ['auditadmin', '/audit'],
  compliance: ['auditor', '/compliance'],
  'compliance-ledgers': ['auditor', '/compliance/portal-system'],
  'compliance-item': ['auditor', '/compliance/portal-system?tab=items&item=L3-8.1.4.1-d'],
  'compliance-gates': ['auditor', '/compliance/portal-system?tab=gates'],
  'compliance-record': ['officer', '/compliance/portal-system?tab=record'],
  'compliance-plan': ['officer', '/compliance/portal-system?tab=plan'],
  'compliance-papers': ['officer', '/compliance/portal-system?tab=papers'],
  risks: ['officer', async (page) => `/risks?open=${encodeURIComponent(await first(page, 'risks'))}`],
  samples: ['auditor', '/samples'],
  sample: [
    'auditor',
    async (page) => {
      const { brief } = await send(page, 'POST', 'samples', {
        title: '第四季度专项检查',
        size: 8,
        verdicts: ['not_met'],
      })
      return `/samples?open=${brief.id}`
    },
    (page) => page.locator('button[class*=expand-icon]').first().click(),
  ],
  reports: ['auditor', '/reports'],
  'reports-schedules': ['auditor', '/reports?tab=schedules'],
  'reports-kept': ['auditor', '/reports?tab=kept'],
  data: ['auditor', '/data'],
  'data-set': ['steward', '/data/district-residents'],
  'data-lineage': ['steward', '/data/district-residents?tab=lineage'],
  'data-accesses': ['steward', '/data/district-residents?tab=accesses'],
  'data-assessment': ['steward', '/data/district-residents?tab=assessment'],
  'data-papers': ['steward', '/data/district-residents?tab=papers'],
  'data-approvals': ['steward', '/data-approvals?state=all'],
  'data-ask': ['steward', '/data-approvals?ask=new'],
  cii: [
    'officer',
    async (page) => {
      const { record } = await ask(page, 'compliance/systems/public-data-api')
      const cii = { ...record.body.cii, status: 'identified', document: '关认〔2026〕1号', identified: '2026-03-01' }
      await send(page, 'PUT', 'compliance/systems/public-data-api/record', { ...record.body, cii })
      return '/cii'
    },
  ],
  'cii-activities': ['officer', '/cii/public-data-api'],
  'cii-file': ['officer', '/cii/public-data-api?tab=file'],
  'cii-assessments': ['officer', '/cii/public-data-api?tab=assessments'],
  'cii-permits': ['leader', '/cii/public-data-api?tab=permits'],
  'cii-suppliers': ['officer', '/cii?tab=suppliers&open=%2B'],
  'exposure-paths': ['officer', '/exposure?data=residents'],
  recovery: ['officer', '/recovery'],
  'recovery-order': ['officer', '/recovery?tab=order'],
  'drill-form': ['officer', '/drills?plan=none'],
}
const names = Object.keys(PAGES).filter(
  (name) => positionals.length === 0 || positionals.some((part) => name.includes(part)),
)

const PEOPLE = [
  ['auditor', 'district', 'compliance_auditor'],
  ['officer', 'data-centre', 'unit_security_officer'],
  ['steward', 'data-centre', 'data_steward'],
  ['leader', 'district', 'leader'],
]

const platform = await startPlatform([RECORDING, 'tests/captures/data-abuse-day'])
await feed(platform, {
  '@timestamp': new Date().toISOString(),
  message: '<b>not bold</b> \u202eevil',
  user: { name: 'x' },
})
await logLines(platform, 'this is no access log', '192.0.2.1 - - [99/Nov/2026:00:00:00 +0800] "GET / HTTP/1.1" 200 1')
const browser = await startBrowser()
const as = async (who, preferences, work) => {
  const { page, context } = await openPage(browser, platform.address)
  await prefer(context, preferences)
  await signIn(page, platform, who)
  await work(page)
  await context.close()
}
try {
  await engage({ platform, as }, PEOPLE)
  for (const look of looks) {
    const [width, language, theme] = look.split('-')
    for (const who of ['analyst', 'sysadmin', 'secadmin', 'auditadmin', ...PEOPLE.map(([name]) => name)]) {
      const own = names.filter((name) => PAGES[name][0] === who)
      if (own.length === 0) continue
      const { page, context, wrong } = await openPage(browser, platform.address, { viewport: SIZES[width] })
      await prefer(context, { language: language === 'zh' ? 'zh-CN' : 'en', theme })
      if (who === 'analyst') {
        await page.goto('/sign-in')
        await page.locator('input[autocomplete="username"]').waitFor()
        await page.screenshot({ path: join(folder, `sign-in-${look}.png`) })
      }
      await signIn(page, platform, who)
      for (const name of own) {
        const [, where, act] = PAGES[name]
        await page.goto(typeof where === 'string' ? where : await where(page))
        await page.locator('main#page').waitFor()
        await page.waitForTimeout(900)
        await act?.(page)
        if (act) await page.waitForTimeout(500)
        await page.screenshot({ path: join(folder, `${name}-${look}.png`) })
      }
      if (wrong.length > 0) console.error(`${look}: ${wrong.join('\n')}`)
      await context.close()
    }
  }
} finally {
  await browser.close()
  await platform.stop()
}
console.log(folder)
