// From an incident to a notice that a town signs for, handles and answers, and that the district accepts and archives.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, engage, serious, start, until, ZH } from './steps.mjs'

const TOWN = 'nanqiao-town'

let run
before(async () => {
  run = await start()
})
after(() => run?.stop())

const step = async (page, button, state, words) => {
  const drawer = page.getByRole('dialog')
  if (words) await drawer.getByRole('textbox').fill(words)
  await drawer.getByRole('button', { name: button, exact: true }).click()
  await drawer.getByText(state, { exact: true }).first().waitFor()
}

test('a notice about an incident goes to a town, is signed for, handled and answered, and is closed', async () => {
  await engage(run, [
    ['duty', 'district', 'duty_officer'],
    ['town', TOWN, 'unit_security_officer'],
  ])
  let notice
  await run.as('duty', ZH, async (page) => {
    const about = await until(async () => (await ask(page, 'clocks')).items[0]?.incident, 'clocks that run', 60)
    await page.goto(`/clocks?open=${about}`)
    const drawer = page.getByRole('dialog')
    await drawer.getByText('R4', { exact: true }).waitFor()
    await drawer.getByRole('button', { name: '确认等级' }).click()
    await drawer.getByText('确认人').waitFor()
    assert.deepEqual(await serious(page), [])
    await drawer.getByRole('link', { name: '拟制通报' }).click()
    const form = page.locator('form#notice-draft')
    await page.waitForFunction(() => document.querySelector('#notice-draft_title')?.value)
    await form.locator('.ant-select-selection-item-remove').first().waitFor()
    while ((await form.locator('.ant-select-selection-item-remove').count()) > 0)
      await form.locator('.ant-select-selection-item-remove').first().click()
    await form.locator('#notice-draft_units').fill('南桥镇')
    await page.locator('.ant-select-tree-title', { hasText: '南桥镇' }).first().click()
    await page.keyboard.press('Escape')
    await page.locator('.ant-modal-footer button.ant-btn-primary').click()
    await page.waitForURL(/open=notice-/)
    notice = new URL(page.url()).searchParams.get('open')
    await step(page, '签发', '待签收')
  })
  await run.as('town', ZH, async (page) => {
    await page.goto(`/notices?open=${notice}`)
    await page.getByRole('dialog').getByText('待签收', { exact: true }).waitFor()
    assert.equal(await page.getByRole('button', { name: '撤回' }).count(), 0)
    assert.equal(await page.getByRole('button', { name: '拟制通报' }).count(), 0)
    await step(page, '签收', '已签收')
    await step(page, '开始处置', '处置中')
    await step(page, '提交反馈', '待审核', '已排查，已改口令 <b>12</b> 个')
    assert.deepEqual(await serious(page), [])
  })
  await run.as('duty', ZH, async (page) => {
    await page.goto(`/notices?open=${notice}`)
    const drawer = page.getByRole('dialog')
    await drawer.getByText('已排查，已改口令 <b>12</b> 个').first().waitFor()
    await step(page, '审核通过', '审核通过')
    await step(page, '归档', '已归档')
    assert.equal((await ask(page, `notices/${notice}`)).status, 'archived')
  })
})
