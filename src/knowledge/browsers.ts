import { defineLibrary, type Acquisition, type ApiType, type Member } from './library.js';
import { declares, members } from './members.js';

/** Steps on one page happen in the order in which they are written. */
const step: Member = { operation: { channel: 'process', effect: 'write', rows: 'none', ordered: true } };
const look: Member = { operation: { channel: 'process', effect: 'read', rows: 'one', ordered: true } };
const wait: Member = { operation: { channel: 'timer', effect: 'read', rows: 'none', ordered: true, delay: true } };
const browser: Acquisition = { resource: 'browser', kind: 'child-process', everyPath: true, release: { methods: ['close'], promised: true } };
const page: Acquisition = { resource: 'browser page', kind: 'connection', release: { methods: ['close'], promised: true } };

const opens = (methods: string): ApiType => ({ members: { ...members(methods, { ...step, returns: 'page', acquires: page }), close: step } });

export const playwright = defineLibrary({
  id: 'playwright',
  label: 'Playwright',
  packages: ['playwright-core', 'playwright', '@playwright/test'],
  typings: { package: 'playwright-core', version: '1' },
  exports: members('chromium firefox webkit', { type: 'browserType' }),
  declared: { BrowserType: 'browserType', Browser: 'browser', BrowserContext: 'context', ...declares('Page Frame', 'page'), Locator: 'locator' },
  types: {
    browserType: { members: { launch: { ...step, returns: 'browser', acquires: browser }, connect: { ...step, returns: 'browser', acquires: browser } } },
    browser: {
      serial: true,
      members: { ...opens('newPage').members, newContext: { ...step, returns: 'context', acquires: { ...page, resource: 'browser context' } } },
    },
    context: { serial: true, ...opens('newPage') },
    page: {
      serial: true,
      members: {
        ...members('goto click dblclick fill type press check uncheck selectOption hover tap focus setContent setInputFiles dragAndDrop addScriptTag addStyleTag', step),
        ...members('title content textContent innerText innerHTML inputValue getAttribute isVisible evaluate evaluateHandle', look),
        ...members('waitForSelector waitForTimeout waitForLoadState waitForURL waitForFunction', wait),
        ...members('locator getByRole getByText getByTestId getByLabel getByPlaceholder', { returns: 'locator' }),
      },
    },
    locator: {
      serial: true,
      members: {
        ...members('click dblclick fill press check uncheck selectOption hover tap focus clear pressSequentially scrollIntoViewIfNeeded', step),
        ...members('textContent innerText innerHTML inputValue getAttribute isVisible isEnabled count all allTextContents allInnerTexts evaluate', look),
        waitFor: wait,
        ...members('first last nth filter locator', { returns: 'locator' }),
      },
    },
  },
});

export const puppeteer = defineLibrary({
  id: 'puppeteer',
  label: 'Puppeteer',
  packages: ['puppeteer-core', 'puppeteer'],
  typings: { package: 'puppeteer-core', version: '24' },
  exports: { launch: { ...step, returns: 'browser', acquires: browser }, connect: { ...step, returns: 'browser' }, default: { type: 'puppeteer' } },
  declared: { PuppeteerNode: 'puppeteer', Browser: 'browser', BrowserContext: 'context', ...declares('Page Frame', 'page') },
  types: {
    puppeteer: { members: { launch: { ...step, returns: 'browser', acquires: browser }, connect: { ...step, returns: 'browser' } } },
    browser: {
      serial: true,
      members: { ...opens('newPage').members, createBrowserContext: { ...step, returns: 'context', acquires: { ...page, resource: 'browser context' } } },
    },
    context: { serial: true, ...opens('newPage') },
    page: {
      serial: true,
      members: {
        ...members('goto click type select hover tap focus setContent addScriptTag addStyleTag', step),
        ...members('title content evaluate evaluateHandle $ $$ $eval $$eval', look),
        ...members('waitForSelector waitForFunction waitForNavigation', wait),
      },
    },
  },
});
