// Every page at every width: readable by everybody, fits, complains about nothing.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessibility, overflow, policy, structure, targets } from '../lib/checks.mjs';
import { PAGES, WIDTHS } from '../lib/pages.mjs';
import { Site } from '../lib/site.mjs';

let site;
before(async () => { site = await Site.open(); });
after(async () => { await site?.close(); });

async function tabFor(page, options) {
  return page.role ? site.as(page.role, options) : site.visitor(options);
}

async function addressOf(page, tab) {
  return typeof page.path === 'function' ? page.path(tab) : page.path;
}

for (const page of PAGES) {
  for (const size of WIDTHS) {
    test(`${page.name} at ${size.width}`, async () => {
      const tab = await tabFor(page, { size });
      const address = await addressOf(page, tab);
      const response = await tab.open(address);
      assert.equal(response.status(), 200, address);
      await tab.shot(`${page.name}-${size.width}`);
      if (page.document && size.width === 1440) await tab.documentShot(page.name);
      if (page.document && size.width === 390) await tab.documentShot(`${page.name}-390`);
      const complaints = [
        ...policy(response),
        ...(await structure(tab.page, page.heading)),
        ...(await overflow(tab.page)),
        ...(await targets(tab.page)),
        ...(await accessibility(tab.page)),
        ...tab.problems,
      ];
      assert.deepEqual(complaints, []);
      await tab.close();
    });
  }

  test(`${page.name} without JavaScript`, async () => {
    const finder = await tabFor(page);
    const address = await addressOf(page, finder);
    await finder.close();
    const tab = await tabFor(page, { script: false });
    const response = await tab.open(address);
    assert.equal(response.status(), 200);
    assert.match(await tab.page.locator('h1').innerText(), page.heading);
    assert.deepEqual(tab.problems, []);
    await tab.close();
  });
}
