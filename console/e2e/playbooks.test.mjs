// The playbook editor: a small playbook is drawn, filled in, rehearsed and kept; a second editor does not lose the first one's work.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, EN, serious, start, until, ZH } from './steps.mjs'

let run
before(async () => {
  run = await start()
})
after(() => run?.stop())

const inspector = (page) => page.getByRole('complementary', { name: 'Properties' })
const node = (page, name) =>
  page.getByRole('region', { name: 'Workflow' }).locator('.react-flow__node', { hasText: name })

test('a playbook is written step by step, says what is wrong meanwhile, and is rehearsed', async () => {
  let address = ''
  await run.as('analyst', EN, async (page) => {
    await page.goto('/playbooks')
    await page.getByRole('button', { name: 'New playbook' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('Look at a host')
    await page.getByRole('dialog').getByRole('button', { name: 'Begin' }).click()
    const problems = page.getByRole('region', { name: 'Problems' })
    await problems.getByText('there is no action step').waitFor()
    address = new URL(page.url()).pathname

    await node(page, 'Start').click()
    await page.getByRole('button', { name: 'Action', exact: true }).click()
    await inspector(page).getByLabel('Name').fill('Look')
    await problems.getByText('neither command nor command_b64 is given').waitFor()
    await inspector(page).getByRole('textbox', { name: 'Command', exact: true }).fill('Look at the host')
    await page.getByText('Nothing is wrong; it can be published').waitFor()

    await page.getByRole('button', { name: 'If', exact: true }).click()
    await problems.getByRole('button', { name: 'If', exact: true }).first().waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Nothing is wrong; it can be published').waitFor()

    await page.getByRole('button', { name: /Text$/ }).click()
    const text = page.getByRole('textbox', { name: 'Text' })
    await text.fill((await text.inputValue()).replace('Look at the host', 'Look at the host twice'))
    await page.getByRole('button', { name: 'Take over' }).click()
    await page.getByText('Nothing is wrong; it can be published').waitFor()
    assert.deepEqual(await serious(page), [])

    await page.getByRole('button', { name: 'Dry run' }).click()
    const drawer = page.getByRole('dialog', { name: 'Dry run' })
    await drawer.getByRole('button', { name: 'Dry run' }).click()
    await drawer.getByText('Look at the host twice').waitFor()
    await page.getByText('Saved', { exact: true }).waitFor()
  })

  await run.as('analyst', ZH, async (page) => {
    await page.goto(address)
    await page.getByText('没有问题，可以发布').waitFor()
    const id = address.split('/').at(-1)
    const draft = await ask(page, `playbook-drafts/${id}`)
    const csrf = await page.evaluate(() => decodeURIComponent(/fengsui_csrf=([^;]+)/.exec(document.cookie)?.[1] ?? ''))
    const status = await page.evaluate(
      ([path, body, token, version]) =>
        fetch(path, {
          method: 'PUT',
          body,
          headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': token, 'If-Match': `"${version}"` },
        }).then((answer) => answer.status),
      [
        `/api/v1/playbook-drafts/${id}`,
        JSON.stringify({ document: { ...draft.document, description: 'somebody else' } }),
        csrf,
        draft.version,
      ],
    )
    assert.equal(status, 200)
    await page.getByRole('tab', { name: '剧本', exact: true }).click()
    await page.getByLabel('名称').first().fill('核查主机')
    await page.getByRole('button', { name: '保存草稿' }).click()
    await page.getByText('他人已保存该草稿').waitFor()
    await page.getByRole('button', { name: '将我的修改另存为草稿' }).click()
    await page.waitForFunction((before) => location.pathname !== before, address)
    await page.getByRole('heading', { name: '核查主机' }).waitFor()
    await until(
      async () => (await ask(page, 'playbook-drafts')).items.filter((one) => one.name !== '').length === 2,
      'both drafts to be kept',
    )
  })
})
