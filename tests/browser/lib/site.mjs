// A browser on the running demonstration: fresh profile, one tab per visitor, every complaint collected.
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { ACCOUNTS, PASSWORD } from './accounts.mjs';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const DESK = { width: 1440, height: 900 };

function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: start the browser tests with \`make browser\``);
  return value;
}

/** The browser with the pages of one test file. */
export class Site {
  static async open() {
    const browser = await chromium.launch({ executablePath: required('MOTCUA_CHROMIUM'), args: FLAGS });
    return new Site(browser, required('MOTCUA_URL'));
  }

  constructor(browser, url) {
    this.browser = browser;
    this.url = url;
    this.cookies = new Map();
  }

  async close() {
    await this.browser.close();
  }

  /** A tab of somebody who is not signed in. `script: false` switches JavaScript off. */
  async visitor({ size = DESK, script = true, storageState } = {}) {
    const context = await this.browser.newContext({
      baseURL: this.url,
      viewport: size,
      deviceScaleFactor: 1,
      locale: 'vi-VN',
      timezoneId: 'Asia/Ho_Chi_Minh',
      javaScriptEnabled: script,
      reducedMotion: 'reduce',
      storageState,
    });
    context.setDefaultTimeout(10_000);
    return new Tab(context, await context.newPage());
  }

  /** A tab of somebody with a role; signs in once per role and keeps the session. */
  async as(role, options = {}) {
    if (!this.cookies.has(role)) {
      const tab = await this.visitor();
      await tab.signIn(role);
      this.cookies.set(role, await tab.context.storageState());
      await tab.close();
    }
    return this.visitor({ ...options, storageState: this.cookies.get(role) });
  }
}

/** One tab; `problems` holds what the console, the network and the policy complained about. */
export class Tab {
  constructor(context, page) {
    this.context = context;
    this.page = page;
    this.problems = [];
    this.expected = new Set();
    page.on('console', (message) => {
      const text = message.text();
      // The browser repeats an answer of 4xx as an error of its own; answers are judged below.
      if (message.type() === 'error' && !text.startsWith('Failed to load resource')) this.problems.push(text);
    });
    page.on('pageerror', (error) => this.problems.push(`error in a script: ${error.message}`));
    page.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      if (why !== 'net::ERR_ABORTED') this.problems.push(`failed: ${request.url()} ${why}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400 && !this.expected.has(response.status())) {
        this.problems.push(`${response.status()} ${response.url()}`);
      }
    });
  }

  async close() {
    await this.context.close();
  }

  /** Says that answers with this status belong to the test. */
  expect(status) {
    this.expected.add(status);
    return this;
  }

  /** Opens an address and waits until fonts are there, so that measures do not move. */
  async open(address) {
    const response = await this.page.goto(address);
    if (await this.hasScript()) await this.page.evaluate(() => document.fonts.ready.then(() => undefined));
    return response;
  }

  async hasScript() {
    return this.page.evaluate(() => true).catch(() => false);
  }

  async signIn(role) {
    const account = ACCOUNTS[role];
    if (!account) throw new Error(`no account for the role ${role}`);
    await this.open('/dang-nhap');
    await this.page.getByLabel('Tài khoản', { exact: true }).fill(account);
    await this.page.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD);
    await this.page.getByRole('main').getByRole('button', { name: /^(Đăng nhập|Tiếp tục)$/ }).click();
    await this.page.waitForURL((url) => !url.pathname.startsWith('/dang-nhap'));
  }

  /** The address of the first visible link that matches, without the host. */
  async firstAddress(pattern) {
    for (const link of await this.page.getByRole('main').locator('a[href]').all()) {
      const address = await link.getAttribute('href');
      if (pattern.test(address) && (await link.isVisible())) return address;
    }
    return null;
  }

  /** Keeps a picture for whoever looks at the run afterwards. */
  async shot(name) {
    const folder = process.env.MOTCUA_SHOTS;
    if (!folder) return;
    fs.mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
  }

  /** Renews a picture of the documents, when asked to. */
  async documentShot(name) {
    const folder = process.env.MOTCUA_DOCUMENT_SHOTS;
    if (!folder) return;
    fs.mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: path.join(folder, `${name}.png`) });
  }
}
