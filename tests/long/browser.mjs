// Pages in headless Chromium: loaded, sorted, filtered, opened, narrow, in the dark, without scripts.
// usage: node browser.mjs MODULES CHROMIUM FOLDER
// FOLDER has page.html, evil.html, items.html and any other pages. Tells what does not hold.
import {createRequire} from 'node:module';
import {readdirSync} from 'node:fs';
import {join} from 'node:path';

const [modules, chromium, folder] = process.argv.slice(2);
const require = createRequire(join(modules, 'x.js'));
const puppeteer = require('puppeteer-core'), axe = require('axe-core');
let faults = 0;

function holds(what, truth) {
  if (truth) return;
  faults++;
  console.log('does not hold: ' + what);
}

const browser = await puppeteer.launch({
  executablePath: chromium, headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});

// Opens a page of the folder; whatever it asks for, complains of or says is a fault.
async function open(name, settings = {}) {
  const page = await browser.newPage();
  const path = 'file://' + join(folder, name);
  page.on('console', m => holds(`${name}: console: ${m.text()}`, !['error', 'warn'].includes(m.type())));
  page.on('pageerror', e => holds(`${name}: ${e.message}`, false));
  page.on('dialog', d => { holds(`${name}: a dialog opens`, false); d.dismiss(); });
  page.on('request', r => holds(`${name}: asks for ${r.url()}`, r.url().split('#')[0] === path));
  await page.setViewport({width: settings.width || 1000, height: 900});
  await page.setJavaScriptEnabled(!settings.silent);
  await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: settings.dark ? 'dark' : 'light'}]);
  await page.goto(path);
  return page;
}

// Nothing that hinders people seriously, folded parts opened.
async function reachable(name, dark) {
  const page = await open(name, {dark});
  await page.evaluate(() => { for (const d of document.querySelectorAll('details.fold')) d.open = true; });
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => axe.run());
  for (const v of found.violations)
    holds(`${name}${dark ? ', dark' : ''}: ${v.id}: ${v.nodes[0].html.slice(0, 120)}`,
      !['serious', 'critical'].includes(v.impact));
  await page.close();
}

async function fits(name, width, silent) {
  const page = await open(name, {width, silent});
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  holds(`${name}: ${wide} wide on ${width}`, wide <= width);
  await page.close();
}

const texts = (page, selector) => page.$$eval(selector, all => all.map(e => e.textContent.trim()));

async function click(page, selector, text) {
  for (const e of await page.$$(selector))
    if (await e.evaluate((x, t) => x.textContent.trim() === t, text)) return e.click();
  holds(`${selector} "${text}" is there`, false);
}

// A table is sorted both ways; totals stay last, as does what is undefined.
async function sorts() {
  const page = await open('page.html'), first = '#differences tbody tr>:first-child';
  await click(page, '#differences th button', 'difference');
  holds('greatest first', (await texts(page, first)).join() === 'Knowledge,Reasoning,Math,Overall');
  holds('told as sorted', await page.$eval('#differences th[aria-sort]', e => e.getAttribute('aria-sort')) === 'descending');
  await click(page, '#differences th button', 'difference');
  holds('least first', (await texts(page, first)).join() === 'Reasoning,Knowledge,Math,Overall');
  await page.focus('#differences th button');
  await page.keyboard.press('Enter');
  holds('sorted by name by the keyboard', (await texts(page, first)).join() === 'Knowledge,Math,Reasoning,Overall');
  await page.close();
}

async function turns() {
  const began = Date.now(), page = await open('items.html');
  const rows = () => texts(page, '.items summary');
  const status = () => page.$eval('.items [role=status]', e => e.textContent);
  holds(`10000 items take ${Date.now() - began} ms`, Date.now() - began < 5000);
  holds('few of them are in the document', await page.$$eval('*', all => all.length) < 2000);
  holds('the first 50', await status() === '1 \u2013 50 of 10000');
  await click(page, '.items button', 'Next');
  holds('the next 50', await status() === '51 \u2013 100 of 10000');
  await page.type('.items input', 'item-00042');
  holds('one is found', await status() === '1 \u2013 1 of 1 found, 10000 in all');
  await page.focus('.items summary');
  await page.keyboard.press('Enter');
  holds('it opens', (await texts(page, '.items [open] pre'))[0].startsWith('Prompt 42: '));
  await page.$eval('.items input', e => { e.value = ''; e.dispatchEvent(new Event('input')); });
  const [section, order] = await page.$$('.items select');
  await section.select('Math');
  holds('a third is Math', await status() === '1 \u2013 50 of 3333 found, 10000 in all');
  await order.select('1');
  const margins = (await texts(page, '.items summary>.n')).map(t => Number(t.replace('margin', '')));
  holds('greatest margins first', margins.length === 50 && margins.every((m, i) => !i || m <= margins[i - 1]));
  const from = Date.now();
  await order.select('4');
  await rows();
  holds(`sorting takes ${Date.now() - from} ms`, Date.now() - from < 2000);
  await page.close();
}

// Without scripts the first items are there, open, and the page says that there are more.
async function silent() {
  const page = await open('items.html', {silent: true});
  holds('50 without scripts', (await page.$$('.items li')).length === 50);
  holds('told that there are more', (await texts(page, 'noscript'))[0].includes('The first 50 of 10000'));
  await (await page.$('.items summary')).click();
  holds('opens without scripts', (await page.$$('.items [open] pre')).length === 3);
  holds('nothing to press that does nothing', (await page.$$('button, input, select')).length === 0);
  await page.close();
}

// Names are text: nothing of them runs, or is an element.
async function tame() {
  const plain = await open('page.html'), evil = await open('evil.html');
  const tags = page => page.$$eval('*', all => all.map(e => e.tagName).join());
  holds('names make no elements', await tags(plain) === await tags(evil));
  await plain.close();
  await evil.close();
}

for (const name of readdirSync(folder).filter(n => n.endsWith('.html')).sort()) {
  await reachable(name, false);
  await reachable(name, true);
  await fits(name, 380, false);
  await fits(name, 380, true);
  const page = await open(name);
  holds(`${name} prints`, (await page.pdf()).length > 1000);
  await page.close();
  console.log(name);
}
await sorts();
await turns();
await silent();
await tame();
await browser.close();
console.log(faults + ' faults');
process.exit(faults ? 1 : 0);
