// What people come for, step by step, by the words they see.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PLAN } from '../lib/pages.mjs';
import { Site } from '../lib/site.mjs';

let site;
before(async () => { site = await Site.open(); });
after(async () => { await site?.close(); });

test('the coordinator goes from a promise to the records that decide it', async () => {
  const tab = await site.as('plan_coordinator');
  await tab.open(PLAN);
  const target = await tab.firstAddress(/^\/ke-hoach\/[^/]+\/chi-tieu\/2\.a/);
  assert.ok(target, 'the plan shows clause 2.a');
  await tab.open(target);
  const evidence = await tab.firstAddress(/\/can-cu\?/);
  assert.ok(evidence, 'the target opens its records');
  await tab.open(evidence);
  assert.ok((await tab.page.getByRole('main').innerText()).length > 100);
  assert.deepEqual(tab.problems, []);
  await tab.close();
});

test('the specialist opens the most urgent dossier from the queue', async () => {
  const tab = await site.as('specialist');
  await tab.open('/hang-cho');
  const address = await tab.firstAddress(/^\/ho-so\/[^/?]+$/);
  assert.ok(address, 'the queue has a dossier');
  await tab.open(address);
  const code = decodeURIComponent(address.split('/').pop());
  assert.match(await tab.page.getByRole('main').innerText(), new RegExp(code.replaceAll('.', '\\.')));
  await tab.page.getByText('Thời hạn', { exact: false }).first().waitFor();
  assert.deepEqual(tab.problems, []);
  await tab.close();
});

test('a name is found without its accents', async () => {
  const tab = await site.as('counter_officer');
  await tab.open('/hang-cho');
  await tab.page.getByRole('searchbox').first().fill('nguyen');
  await tab.page.getByRole('searchbox').first().press('Enter');
  await tab.page.waitForURL(/\/tim\?/);
  assert.match(await tab.page.getByRole('main').innerText(), /Nguyễn/);
  assert.deepEqual(tab.problems, []);
  await tab.close();
});

test('the first press of the tab key offers the way to the content', async () => {
  const tab = await site.as('specialist');
  await tab.open('/hang-cho');
  await tab.page.keyboard.press('Tab');
  const words = await tab.page.evaluate(() => document.activeElement.textContent.trim());
  assert.match(words, /nội dung chính/);
  await tab.close();
});

test('an address that does not exist answers in Vietnamese with a way back', async () => {
  const tab = (await site.as('specialist')).expect(404);
  const response = await tab.open('/khong-co-trang-nay');
  assert.equal(response.status(), 404);
  assert.match(await tab.page.locator('h1').innerText(), /[Kk]hông tìm thấy/);
  assert.deepEqual(tab.problems, []);
  await tab.close();
});

test('a dossier that does not exist answers 404', async () => {
  const tab = (await site.as('specialist')).expect(404);
  const response = await tab.open('/ho-so/000.00.13.H31-220315-9999');
  assert.equal(response.status(), 404);
  await tab.close();
});
