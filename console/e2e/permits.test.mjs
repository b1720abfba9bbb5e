// Critical infrastructure: its file, a yearly assessment, and a permit to scan that another person gives and takes back.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, engage, send, serious, start, ZH } from './steps.mjs'

const SYSTEM = 't01-1'
const day = (away) => new Date(Date.now() + away * 86_400_000).toISOString().slice(0, 10)

let run
before(async () => {
  run = await start()
})
after(() => run?.stop())

test('an officer keeps the file and the assessment, only the leader permits a scan and ends the permit', async () => {
  await engage(run, [
    ['operator', 'service-centre', 'unit_security_officer'],
    ['chief', 'district', 'leader'],
  ])
  await run.as('operator', ZH, async (page) => {
    const { record } = await ask(page, `compliance/systems/${SYSTEM}`)
    const cii = { ...record.body.cii, status: 'identified', document: '关认〔2026〕1号', identified: '2026-03-01' }
    await send(page, 'PUT', `compliance/systems/${SYSTEM}/record`, { ...record.body, cii })
    await page.goto(`/cii/${SYSTEM}?tab=file`)
    await page.getByLabel('主要负责人').fill('李主任')
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByText('已保存', { exact: true }).waitFor()
    await page.getByRole('tab', { name: '检测评估' }).click()
    await page.getByRole('button', { name: '登记' }).click()
    await page.getByText('必填').first().waitFor()
    await page.getByLabel('日期', { exact: true }).fill('2026-04-10')
    await page.keyboard.press('Enter')
    await page.getByLabel('评估方').fill('市测评中心')
    await page.getByRole('button', { name: '登记' }).click()
    await page.getByRole('row', { name: /2026-04-10.*市测评中心/ }).waitFor()
    await page.getByText('下次到期 2027-04-10').waitFor()
    assert.deepEqual(await serious(page), [])
    await page.getByRole('tab', { name: '检测许可' }).click()
    await page.getByText('没有有效许可：平台拒绝对本系统的一切主动扫描').waitFor()
    assert.equal(await page.getByRole('button', { name: '登记许可' }).count(), 0)
  })
  await run.as('chief', ZH, async (page) => {
    await page.goto(`/cii/${SYSTEM}?tab=permits`)
    await page.getByLabel('批准文号').fill('许可〔2026〕7号')
    await page.getByLabel('批准单位').fill('区委网信办')
    await page.getByLabel('检测方').fill('市测评中心')
    for (const [label, chosen] of [
      ['起', day(-1)],
      ['至', day(30)],
    ]) {
      await page.getByLabel(label, { exact: true }).fill(chosen)
      await page.keyboard.press('Enter')
    }
    await page.getByRole('button', { name: '登记许可' }).click()
    const row = page.getByRole('row', { name: /许可〔2026〕7号/ })
    await row.getByText('有效', { exact: true }).waitFor()
    await page.getByText('有许可在有效期内，仅限所列对象').waitFor()
    assert.deepEqual(await serious(page), [])
    await row.getByRole('button', { name: '撤销' }).click()
    await page
      .getByRole('tooltip')
      .getByRole('button', { name: /确\s?定/ })
      .click()
    await row.getByText('已撤销').waitFor()
    await page.getByText('没有有效许可：平台拒绝对本系统的一切主动扫描').waitFor()
  })
})
