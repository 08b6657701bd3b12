// Words find records whatever their accents, folios exactly; files are kept at
// their records by content, offered as files, and nothing runs.
import fs from 'node:fs';
import path from 'node:path';
import { run, person, look, firstDay, ok, same, sees } from './lib.mjs';

const PDF = Buffer.from('%PDF-1.4\n<script>alert(1)</script>\n%%EOF\n');

await run(async ({ world, browser }) => {
	await world.serveNew('TAP-1');
	const base = new URL(world.ticket('TAP-1')).origin;
	const { context, page } = await person(browser, base);
	await firstDay(page, world, 'TAP-1');
	world.import('TAP-1', '60-tap-chiapas.jsonl');
	await page.goto(`${base}/`);
	const box = p => p.getByRole('search').first().getByRole('searchbox');
	const search = async (p, words) => { await box(p).fill(words); await box(p).press('Enter'); await p.waitForURL(u => u.pathname === '/buscar'); };

	// Accents and capitals do not matter; the words are marked.
	await search(page, 'INSCRIPCION documentos');
	await page.locator('mark').first().waitFor();
	ok('with its accent', (await page.locator('mark').allTextContents()).some(s => s === 'Inscripción'));
	await look(context, page, 'buscar');
	await search(page, 'curp');
	const kinds = await page.locator('main section h2').allTextContents();
	ok('by kind', kinds.length > 0, kinds.join());
	await search(page, '07-AC-2026-001');
	await page.getByRole('region', { name: 'Con ese folio o clave' }).getByRole('link').first().click();
	await page.locator('h1').waitFor();
	ok('a folio opens its agreement', (await page.locator('main').textContent()).includes('07-AC-2026-001'));
	await search(page, 'palabraquenoexiste');
	await sees('nothing is said kindly', page.getByText('No se encontró nada'));
	await look(context, page, 'buscar-nada');
	for (const q of ['"', 'a" OR "b', 'NEAR(', '-curp', '<script>zq()</script>', '%', '\\', '*'])
		same(`asked ${q}`, (await page.goto(`${base}/buscar?q=${encodeURIComponent(q)}`)).status(), 200);

	// What is saved is found at once.
	world.run('TAP-1', 'save', 'gap', 'roundtable=MESA-07', 'title=Zanahorias en la ventanilla');
	await search(page, 'zanahor');
	await sees('at once', page.getByText('Zanahorias').first());

	// A file at its record.
	const record = JSON.parse(world.run('TAP-1', '--json', 'show', '07-AC-2026-001')).id;
	await page.goto(`${base}/registro/${record}`);
	await page.getByRole('link', { name: 'Agregar documento' }).click();
	const at = page.url();
	const send = async (p, name, body, title) => {
		await p.locator('#archivo').setInputFiles(typeof body === 'string' ? body : { name, mimeType: 'application/octet-stream', buffer: body });
		if (title !== undefined) await p.getByLabel('Título').fill(title);
		await p.getByRole('button', { name: 'Guardar documento' }).click();
	};
	await look(context, page, 'documentos-nuevo');
	await send(page, 'pagina.html', Buffer.from('<script>alert(1)</script>'), 'Oficio de respuesta');
	await sees('a page is refused', page.getByRole('alert').getByText('No se guardan archivos de este tipo'));
	same('its title stays', await page.getByLabel('Título').inputValue(), 'Oficio de respuesta');
	await send(page, 'oficio.pdf', Buffer.from('<html>'));
	await sees('what is no PDF is refused', page.getByText('El archivo no es lo que dice su nombre'));
	const large = path.join(world.dir, 'grande.pdf');
	fs.writeFileSync(large, Buffer.concat([PDF, Buffer.alloc(15 * 1048576)]));
	await send(page, 'grande.pdf', large);
	await sees('what is too large is refused', page.getByText('El archivo es demasiado grande'));

	// Personal data in the title: decided, and the file need not be chosen again.
	await send(page, '../../oficio SEP núm. 4.pdf', PDF, 'Oficio sobre el caso JUYM460818XSPLVD04');
	await sees('asked', page.getByRole('region', { name: '¿Es un dato personal?' }));
	await sees('the file is here', page.getByText('ya está aquí'));
	await look(context, page, 'documentos-dato');
	await page.getByLabel('Título').fill('Oficio sobre el caso');
	await page.getByLabel('Confidencial').check();
	await page.getByRole('button', { name: 'Guardar documento' }).click();
	await page.getByText('El documento quedó guardado.').waitFor();
	await look(context, page, 'documentos');
	same('saved at its record', page.url(), at);
	await send(page, 'otro nombre.pdf', PDF, 'Lo mismo');
	await sees('the same file twice is told', page.getByText('Este mismo archivo ya está aquí.'));

	const link = await page.getByRole('link', { name: 'Oficio sobre el caso' }).getAttribute('href');
	const got = await context.request.get(base + link);
	same('what comes back', (await got.body()).toString('latin1'), PDF.toString('latin1'));
	const h = got.headers();
	ok('as a file', h['content-disposition'].startsWith('attachment;') && h['x-content-type-options'] === 'nosniff' && h['content-type'] === 'application/pdf', JSON.stringify(h));
	ok('by its name, without a path', /filename\*=UTF-8''oficio%20SEP%20n%C3%BAm\.%204\.pdf$/.test(h['content-disposition']), h['content-disposition']);

	// Inside a text file too; there it cannot be taken out, only decided.
	await send(page, 'lista.csv', Buffer.from('nombre,tel\nventanilla,961 123 4567\n'), 'Directorio');
	await sees('asked about the file', page.getByText('Dentro del archivo: parece teléfono'));
	await page.getByLabel('No es un dato personal de nadie').check();
	await page.getByLabel('Por qué no es un dato personal').fill('Es el de la ventanilla');
	await page.getByRole('button', { name: 'Decidir y guardar' }).click();
	await page.getByText('El documento quedó guardado.').waitFor();

	// On the disk: by content, for this account only.
	const top = path.join(world.dir, 'TAP-1', 'documents');
	const files = fs.readdirSync(top, { recursive: true }).map(f => path.join(top, f));
	ok('folders are ours', [top, ...files].filter(f => fs.statSync(f).isDirectory()).every(f => (fs.statSync(f).mode & 0o777) === 0o700));
	ok('files are ours', files.filter(f => fs.statSync(f).isFile()).every(f => (fs.statSync(f).mode & 0o777) === 0o600 && /^[0-9a-f]{64}$/.test(path.basename(f))));

	// Without JavaScript.
	const plain = (await person(browser, base, { javaScriptEnabled: false, storageState: await context.storageState() })).page;
	await plain.goto(`${base}/`);
	await search(plain, 'oficio caso');
	same('a document is found by its name and title', (await plain.getByRole('region', { name: 'Documento' }).first().locator('mark').allTextContents()).join(), 'oficio,Oficio,caso');
	await plain.goto(at);
	await send(plain, 'acta.txt', Buffer.from('Se acordó.\n'), 'Acta');
	await sees('saved without JavaScript', plain.getByText('El documento quedó guardado.'));
	await plain.goto(`${base}/documentos`);
	same('all are in the list', await plain.locator('main .list a[href^="/documentos/"]').count(), 3);
	await look(context, await page.goto(`${base}/documentos`) && page, 'documentos-todos');
});
