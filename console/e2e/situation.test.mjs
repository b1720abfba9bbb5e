// The situation, its wall screen, entities, and an incident's graph and outlook: what a leader and a duty officer look at.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { ask, EN, serious, start, until, ZH } from './steps.mjs'

let run
before(async () => {
  run = await start()
})
after(() => run?.stop())

const gravest = async (page) => {
  const { items } = await ask(page, 'incidents?escalated=true&limit=100')
  return items.filter(({ status }) => status !== 'merged').reduce((most, one) => (one.score > most.score ? one : most))
}

test('the situation explains its index, and a unit explains its own', async () => {
  await run.as('analyst', ZH, async (page) => {
    await page.goto('/situation')
    await page.getByText('态势指数').first().waitFor()
    const { head } = await ask(page, 'situation')
    const lost = head.costs.reduce((sum, cost) => sum + cost.points, 0) + head.rest.points
    assert.equal((head.index + lost).toFixed(1), '100.0')
    await page.getByText(/= 100/).first().waitFor()
    const incident = await gravest(page)
    await page.getByRole('list', { name: '扣分明细' }).locator(`a[href*="${incident.id}"]`).waitFor()
    assert.deepEqual(await serious(page), [])
    await page.getByRole('button', { name: /区大数据中心/ }).click()
    await page.waitForURL((url) => url.searchParams.get('open') === 'unit:data-centre')
    await page
      .getByRole('dialog')
      .getByRole('list', { name: '扣分明细' })
      .locator(`a[href*="${incident.id}"]`)
      .waitFor()
    await page.goto('/situation?formula=true')
    await page.getByRole('dialog').getByText('incident.critical').waitFor()
  })
})

test('the wall screen fills the screen, in both sizes, says how old it is, and needs nobody', async () => {
  await run.as('analyst', EN, async (page) => {
    for (const [width, height] of [
      [1920, 1080],
      [3840, 2160],
    ]) {
      await page.setViewportSize({ width, height })
      await page.goto('/situation/wall')
      const wall = page.getByRole('main', { name: 'Wall screen' })
      await wall.getByText(/\d+ s ago/).waitFor()
      await wall.getByText('Riskiest entities').waitFor()
      await wall
        .getByText(/^(Calm|Watch|Strained|Severe)$/)
        .first()
        .waitFor()
      const { x, y, ...size } = await wall.boundingBox()
      assert.deepEqual([x, y, size], [0, 0, { width, height }])
      const overflowing = await page.evaluate(() => {
        const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.getElementById('wall')
        return scrollWidth > clientWidth || scrollHeight > clientHeight
      })
      assert.equal(overflowing, false)
    }
    assert.deepEqual(await serious(page), [])
    await page.keyboard.press('Escape')
    await page.waitForURL((url) => url.pathname === '/situation')
  })
})

test('an attack graph is drawn, and the list beside it leads to the evidence by keyboard', async () => {
  await run.as('analyst', ZH, async (page) => {
    await page.goto('/situation')
    const incident = await gravest(page)
    await page.goto(`/incidents/${incident.id}?tab=graph`)
    const { nodes, edges } = await ask(page, `incidents/${incident.id}/graph`)
    assert.ok(nodes.length > 2 && nodes.length <= 150 && edges.length > 0)
    await page.getByRole('img', { name: new RegExp(`${nodes.length} 个节点`) }).waitFor()
    await page.locator('canvas').first().waitFor({ state: 'attached' })
    const list = page.getByRole('region', { name: '攻击图列表' })
    const attacker = nodes.find(({ keys }) => keys.includes('ip:203.0.113.66'))
    await list.getByRole('button', { name: attacker.label, exact: true }).first().focus()
    await page.keyboard.press('Enter')
    const edge = edges.find(({ source, kind }) => source === attacker.id && kind === 'acts')
    const target = nodes.find(({ id }) => id === edge.target)
    const name = new RegExp(`${attacker.label.replaceAll('.', '\\.')}.*→.*${target.label.replaceAll('.', '\\.')}`)
    await list.getByRole('button', { name }).first().press('Enter')
    await list.getByRole('link', { name: '证据 1', exact: true }).waitFor()
    assert.deepEqual(await serious(page), [])
    await list.getByRole('link', { name: '证据 1', exact: true }).click()
    await page.waitForURL((url) => url.pathname === '/alerts' && url.searchParams.get('open') !== null)
  })
})

test('an incident tells its story in sentences, shows what could follow, and is saved as a file', async () => {
  await run.as('analyst', EN, async (page) => {
    await page.goto('/situation')
    const incident = await gravest(page)
    await page.goto(`/incidents/${incident.id}`)
    const sentences = page.getByRole('list', { name: 'What happened' })
    await sentences.getByText('looked', { exact: false }).first().waitFor()
    await page.getByRole('list', { name: 'ATT&CK tactics seen' }).getByText('Stealth').waitFor()
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: 'JSON with graph and story' }).click()
    const text = JSON.parse(await readFile(await (await saved).path(), 'utf8'))
    assert.equal(text.incident.id, incident.id)
    assert.ok(text.graph.nodes.length > 2)
    await page.getByRole('tab', { name: 'Outlook and containment' }).click()
    await page.getByRole('heading', { name: 'Blast radius' }).waitFor()
    await page.getByRole('heading', { name: 'Containment', exact: true }).waitFor()
    assert.deepEqual(await serious(page), [])
  })
})

test('every value leads to the page of its entity', async () => {
  await run.as('analyst', ZH, async (page) => {
    await page.goto('/entities?key=ip%3A203.0.113.66')
    const told = await ask(page, 'entities?key=ip%3A203.0.113.66')
    await page.getByText(`${told.alerts} (未处置`).first().waitFor()
    const peers = (await ask(page, 'entities/peers?key=ip%3A203.0.113.66')).items
    const peer = peers.find(({ kind }) => kind === 'ip')
    assert.deepEqual(await serious(page), [])
    await page.getByRole('button', { name: peer.value, exact: true }).last().click()
    await page.getByRole('menuitem', { name: '实体页' }).click()
    await page.waitForURL((url) => url.searchParams.get('key') === peer.key)
    await until(
      async () => (await page.getByRole('heading', { level: 1 }).textContent()).includes(peer.value),
      'the page of the peer',
    )
  })
})
