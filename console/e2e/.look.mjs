import { openPage, prefer, signIn, startBrowser, startPlatform, feed } from '/work/main/console/e2e/platform.mjs'
const to='/tmp/team/indshots/'
const platform = await startPlatform(); const browser = await startBrowser()
const FILE={name:'通报.csv',mimeType:'text/csv',buffer:Buffer.from('指标值,类型,置信度,标签,名称\n45.33.32.156,IP地址,90,远控,某木马回连地址\n8.8.8.8,IP地址,90,,\nxx yy,域名,50,,\nevil-thing[.]com,域名,40,,\nhttp://bad-host.net/gate.php,url,75,钓鱼,钓鱼页面\n'+'a'.repeat(64)+',sha256,60,勒索,\n')}
try {
  const { page, context } = await openPage(browser, platform.address, {viewport:{width:1440,height:900}})
  await prefer(context,{language:'zh-CN',theme:'light'}); await signIn(page, platform, 'analyst')
  await page.goto('/indicators'); await page.getByRole('button',{name:'导入文件'}).click()
  const d=page.getByRole('dialog',{name:'导入文件'}); await d.locator('input[type=file]').setInputFiles(FILE)
  await d.getByRole('status',{name:'导入预览'}).waitFor(); await page.waitForTimeout(600); await page.screenshot({path:to+'import-zh.png'})
  await d.getByRole('button',{name:'确认导入'}).click(); await page.waitForURL(u=>u.searchParams.get('tab')==='imports'); await page.waitForTimeout(700); await page.screenshot({path:to+'imports-zh.png'})
  await page.waitForTimeout(4000)
  for (let i=0;i<3;i++) await feed(platform,{'@timestamp':new Date().toISOString(),event:{dataset:'network.flow'},source:{ip:'10.20.9.9'},destination:{ip:'45.33.32.156'}})
  await page.waitForTimeout(4000)
  await page.goto('/indicators'); await page.waitForTimeout(900); await page.screenshot({path:to+'list-zh.png'})
  await page.getByRole('button',{name:'45.33.32.156'}).click(); await page.waitForTimeout(900); await page.screenshot({path:to+'detail-zh.png'})
  await page.goto('/alerts?shape=list&rule=indicator-ip'); await page.locator('tbody tr[data-row-key]').first().click(); await page.waitForTimeout(1000); await page.screenshot({path:to+'alert-zh.png'})
  await context.close()
  const two = await openPage(browser, platform.address, {viewport:{width:1920,height:1080}})
  await prefer(two.context,{language:'en',theme:'dark'}); await signIn(two.page, platform, 'sysadmin')
  for (const tab of ['indicators','feeds','lists','hunts']) { await two.page.goto('/indicators?tab='+tab); await two.page.waitForTimeout(900); await two.page.screenshot({path:to+tab+'-en.png'}) }
  await two.page.goto('/indicators?tab=feeds'); await two.page.getByRole('button',{name:'Add feed'}).first().click(); await two.page.waitForTimeout(600); await two.page.screenshot({path:to+'feedform-en.png'})
} finally { await browser.close(); await platform.stop() }
