// What every page must satisfy, measured inside the page. Each returns a list of complaints.
import fs from 'node:fs';
import { createRequire } from 'node:module';

const axeSource = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const AXE_RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Accessibility: WCAG 2.2 A and AA and good practice; no violation is accepted. */
export async function accessibility(page) {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(
    (values) => globalThis.axe.run(document, { runOnly: { type: 'tag', values } }),
    AXE_RULES,
  );
  return violations.map((rule) => {
    const places = rule.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} (${firstReason(node)})`);
    return `${rule.id}, ${rule.nodes.length} places: ${places.join('; ')}`;
  });
}

function firstReason(node) {
  return (node.failureSummary ?? '').split('\n').slice(1, 2).join('').trim();
}

/** The page never scrolls sideways; only a wide table or drawing may, inside its own frame. */
export function overflow(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const scrolls = (element) => {
      for (let up = element.parentElement; up; up = up.parentElement) {
        if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(up).overflowX)) return true;
      }
      return false;
    };
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > width + 1 && !scrolls(element))
      .slice(0, 6)
      .map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} is too wide`);
  });
}

/** Targets are at least 24 by 24 pixels, or stand alone that far (WCAG 2.2, 2.5.8). */
export function targets(page) {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll('a[href],button,input:not([type=hidden]),select,textarea,summary')];
    const shown = all.filter((element) => {
      const visible = element.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true });
      const box = element.getBoundingClientRect();
      return visible && box.width > 1 && box.height > 1 && getComputedStyle(element).display !== 'inline';
    });
    const near = (element, other) => {
      if (element === other || element.contains(other) || other.contains(element)) return false;
      const a = element.getBoundingClientRect();
      const b = other.getBoundingClientRect();
      const x = a.x + a.width / 2;
      const y = a.y + a.height / 2;
      return Math.hypot(Math.max(b.left - x, 0, x - b.right), Math.max(b.top - y, 0, y - b.bottom)) < 12;
    };
    return shown
      .filter((element) => {
        const box = element.getBoundingClientRect();
        return (box.width < 24 || box.height < 24) && shown.some((other) => near(element, other));
      })
      .slice(0, 5)
      .map((element) => {
        const box = element.getBoundingClientRect();
        const words = element.textContent.trim().slice(0, 30) || element.name || element.id;
        return `${element.tagName.toLowerCase()} "${words}" is ${Math.round(box.width)} by ${Math.round(box.height)}`;
      });
  });
}

/** One heading of the first level, a title, Vietnamese as the language, no doubled ids. */
export function structure(page, heading) {
  return page.evaluate((pattern) => {
    const complaints = [];
    const headings = [...document.querySelectorAll('h1')].map((h) => h.textContent.trim());
    if (headings.length !== 1) complaints.push(`${headings.length} headings of the first level`);
    else if (!new RegExp(pattern, 'u').test(headings[0])) complaints.push(`the heading is "${headings[0]}"`);
    if (!document.title) complaints.push('no title');
    if (document.documentElement.lang !== 'vi') complaints.push('the language is not named');
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    const doubled = ids.filter((id, at) => ids.indexOf(id) !== at);
    if (doubled.length > 0) complaints.push(`doubled ids: ${[...new Set(doubled)].join(', ')}`);
    if (/\{\{|\}\}|\{%|undefined|NaN|\[object /u.test(document.body.innerText)) complaints.push('unfinished text');
    return complaints;
  }, heading.source);
}

/** The content security policy allows no inline script or style and nothing from elsewhere. */
export function policy(response) {
  const value = response.headers()['content-security-policy'] ?? '';
  const complaints = [];
  if (!value) complaints.push('no content security policy');
  if (/unsafe-inline|unsafe-eval/.test(value)) complaints.push(`the policy allows what is unsafe: ${value}`);
  if (!/frame-ancestors/.test(value)) complaints.push('the policy does not name who may frame the page');
  return complaints;
}
