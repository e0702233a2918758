// Coming in and going out.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ACCOUNTS } from '../lib/accounts.mjs';
import { PAGES } from '../lib/pages.mjs';
import { Site } from '../lib/site.mjs';

let site;
before(async () => { site = await Site.open(); });
after(async () => { await site?.close(); });

for (const role of Object.keys(ACCOUNTS)) {
  test(`the account of the role ${role} opens the door`, async () => {
    const tab = await site.as(role);
    const response = await tab.open('/');
    assert.equal(response.status(), 200);
    assert.deepEqual(tab.problems, []);
    await tab.close();
  });
}

test('a wrong password is refused in one sentence, and the account name stays', async () => {
  const tab = (await site.visitor()).expect(422).expect(401);
  await tab.open('/dang-nhap');
  await tab.page.getByLabel('Tài khoản', { exact: true }).fill(ACCOUNTS.specialist);
  await tab.page.getByLabel('Mật khẩu', { exact: true }).fill('khong-phai-mat-khau');
  await tab.page.getByRole('main').getByRole('button', { name: /^(Đăng nhập|Tiếp tục)$/ }).click();
  await tab.page.getByText(/không đúng/).first().waitFor();
  assert.equal(await tab.page.getByLabel('Tài khoản', { exact: true }).inputValue(), ACCOUNTS.specialist);
  assert.equal(await tab.page.getByLabel('Mật khẩu', { exact: true }).inputValue(), '');
  assert.deepEqual(tab.problems, []);
  await tab.close();
});

test('whoever is not signed in is led to the sign-in page', async () => {
  const tab = await site.visitor();
  for (const page of PAGES.filter((p) => p.role && typeof p.path === 'string' && !p.path.startsWith('/api'))) {
    await tab.open(page.path);
    assert.match(tab.page.url(), /\/dang-nhap/, page.path);
  }
  await tab.close();
});

test('signing out ends the session', async () => {
  const tab = await site.visitor();
  await tab.signIn('specialist');
  await tab.page.getByText('Đăng xuất').first().dispatchEvent('click');
  await tab.page.waitForURL(/\/dang-nhap/);
  await tab.open('/hang-cho');
  assert.match(tab.page.url(), /\/dang-nhap/);
  await tab.close();
});

test('sign-in works without JavaScript', async () => {
  const tab = await site.visitor({ script: false });
  await tab.signIn('specialist');
  await tab.open('/hang-cho');
  assert.match(await tab.page.locator('h1').innerText(), /Hàng chờ/);
  await tab.close();
});
