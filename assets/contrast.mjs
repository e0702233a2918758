// The colour tokens, and the test that every pair of them that carries meaning has the contrast of WCAG 2.2.
import fs from 'node:fs';

export const tokens = JSON.parse(fs.readFileSync(new URL('tokens.json', import.meta.url), 'utf8'));

/** Relative luminance of a colour "#rrggbb" (WCAG 2.2, definition of relative luminance). */
function luminance(colour) {
  const rgb = Number.parseInt(colour.slice(1), 16);
  const channel = (value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(rgb >> 16) + 0.7152 * channel((rgb >> 8) & 255) + 0.0722 * channel(rgb & 255);
}

/** Contrast ratio of two colours. */
export function ratio(one, other) {
  const [bright, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (bright + 0.05) / (dark + 0.05);
}

/** The pairs of tokens.json that fall under their ratio. */
export function weakPairs() {
  return tokens.pairs
    .map(([front, back, least]) => [front, back, least, ratio(tokens.colour[front].v, tokens.colour[back].v)])
    .filter(([, , least, found]) => found < least)
    .map(([front, back, least, found]) => `${front} on ${back} is ${found.toFixed(2)}, needs ${least}`);
}
