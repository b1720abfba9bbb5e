// A town asks for a data set; somebody of the unit that owns it decides, and the lineage shows who may have it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { engage, serious, start, ZH } from './steps.mjs'

const PURPOSE = '独居老人走访名单核对'

let run
before(async () => {
  run = await start()
})
after(() => run?.stop())

const requested = (page) => page.locator('section', { hasText: PURPOSE })

test('a town asks for residents, another person approves, and the lineage leads to the town', async () => {
  await engage(run, [
    ['nanqiao', 'nanqiao-town', 'unit_security_officer'],
    ['steward', 'data-centre', 'data_steward'],
  ])
  await run.as('nanqiao', ZH, async (page) => {
    await page.goto('/data-approvals')
    await page.getByRole('button', { name: '申请使用数据' }).click()
    const form = page.getByRole('dialog')
    await form.getByRole('button', { name: '申请使用数据' }).click()
    await form.getByText('必填').first().waitFor()
    await form.getByLabel('数据集').fill('residents')
    await form.getByLabel('接收方', { exact: true }).fill('nanqiao-town')
    await form.getByLabel('使用目的').fill(PURPOSE)
    await page.keyboard.press('Enter')
    await form.getByLabel('截止日期').fill('2030-12-31')
    await page.keyboard.press('Enter')
    await form.getByLabel('申请理由').fill('核对辖区独居老人，便于冬季走访')
    await form.getByRole('button', { name: '申请使用数据' }).click()
    await form.waitFor({ state: 'hidden' })
    await requested(page).getByText('您提交的申请，须由他人审批').waitFor()
    assert.equal(await requested(page).getByRole('button', { name: '批准' }).count(), 0)
    assert.deepEqual(await serious(page), [])
  })
  await run.as('steward', ZH, async (page) => {
    await page.goto('/data-approvals')
    await requested(page).getByText('2030-12-31').waitFor()
    assert.equal(await requested(page).getByRole('button', { name: '驳回' }).isDisabled(), true)
    await requested(page).getByRole('button', { name: '批准' }).click()
    await requested(page).waitFor({ state: 'hidden' })
    await page.goto('/data/residents')
    await page.locator('main#page h1', { hasText: '常住人口信息' }).waitFor()
    await page.getByRole('tab', { name: '审批' }).click()
    await requested(page).getByText('已批准').waitFor()
    await page.getByRole('tab', { name: '流转图' }).click()
    await page.waitForURL((url) => url.searchParams.get('tab') === 'lineage')
    const list = page.getByRole('region', { name: '流转列表' })
    await list.getByRole('button', { name: /常住人口信息 → 南桥镇/ }).click()
    await list.getByText('审批归属').waitFor()
    assert.deepEqual(await serious(page), [])
  })
})
