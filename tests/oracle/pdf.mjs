// pdf.mjs TICKET ACCOUNT PASSWORD SESSION FILE: the minutes of that session,
// drafted at the page and printed as a person would ("save as PDF").
import fs from 'node:fs';
import { chromium } from 'playwright-core';

const [ticket, account, password, session, file] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell', args: ['--no-sandbox', '--lang=es-MX'] });
const page = await browser.newPage();
await page.goto(ticket);
await page.getByLabel('Cuenta').fill(account);
await page.getByLabel('Contraseña').fill(password);
await page.getByRole('button', { name: 'Entrar' }).click();
await page.waitForURL(u => u.pathname === '/');
await page.goto(new URL(`/sesiones/${session}`, page.url()).href);
await page.getByRole('button', { name: 'Generar la minuta' }).click();
await page.waitForURL(/\/minutas\//);
fs.writeFileSync(file, await page.pdf({ preferCSSPageSize: true, tagged: true, outline: true }));
await browser.close();
