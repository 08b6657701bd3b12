// In and out: lists as Excel and CSV, papers, the calendar when a session is
// postponed and cancelled (J20); six years of agreements from a sheet, 1,200
// rows of which 37 are bad (J16); also without JavaScript.
import { run, person, look, firstDay, ok, same, sees, press } from './lib.mjs';

const field = (ics, name) => ics.match(new RegExp(`^${name}[;:](.*)\r$`, 'm'))?.[1];
const rowsOf = text => text.trimEnd().split('\r\n').length;

function oldAgreements() {
	const rows = ['Acuerdos de la mesa de Chiapas 2019-2026', 'Sesión;Tema;Acuerdo;Fecha;Fecha compromiso;Responsable;Medio de verificación;Avance (%)'];
	for (let i = 1; i <= 1200; i++) {
		const bad = i % 32 === 0 ? (i / 32) % 7 + 1 : 0;
		rows.push([bad === 1 ? '99' : '07-SE-2026-001', bad === 2 ? 'Deporte' : 'Salud', `Acuerdo histórico n.º ${i} de niñez`,
			bad === 3 ? '30/02/2026' : '22/01/2026', bad === 4 ? '1 de enero de 2020' : '30 de junio de 2027', bad === 5 ? 'Nadie' : 'SS-CHIS',
			bad === 6 ? '' : 'Oficio', bad === 7 ? '140' : '45%'].join(';'));
	}
	return Buffer.from(rows.join('\r\n') + '\r\n', 'latin1');
}

async function bring(page, base, kind, file) {
	await page.goto(`${base}/importar`);
	await page.getByLabel('Qué contiene').selectOption({ label: kind });
	await page.getByLabel('Archivo').setInputFiles(file);
	await page.getByRole('button', { name: 'Revisar la hoja' }).click();
}

await run(async ({ world, browser }) => {
	await world.serveNew('TAP-1');
	const base = new URL(world.ticket('TAP-1')).origin;
	const { context, page } = await person(browser, base);
	await firstDay(page, world, 'TAP-1');
	world.import('TAP-1', '60-tap-chiapas.jsonl');
	const get = async (at, who = context) => (await who.request.get(base + at));

	await page.goto(`${base}/exportar`);
	await look(context, page, 'exportar');
	const csv = await (await get('/exportar/agreement.csv')).text();
	ok('a mark, titles, tags', csv.startsWith('\ufeffFolio,Sesión,Tema,') && csv.split('\r\n')[1].startsWith('#meta+id,'));
	ok('accents', /Fecha límite/.test(csv) && /Situación/.test(csv));
	const few = await (await get('/exportar/agreement.csv?theme=health')).text();
	ok('the filters of a list', rowsOf(few) < rowsOf(csv) && rowsOf(few) > 2);
	ok('how it stands', rowsOf(await (await get('/exportar/agreement.csv?situacion=overdue')).text()) < rowsOf(csv));
	const xlsx = await get('/exportar/institution.xlsx');
	same('Excel', xlsx.headers()['content-disposition'].replace(/\d{4}-\d\d-\d\d/, 'D'), 'attachment; filename="institucion-D.xlsx"');
	const sheet = await xlsx.body();
	same('it is a zip', sheet.subarray(0, 2).toString(), 'PK');
	same('no such list', (await get('/exportar/nada.csv')).status(), 404);
	ok('what a list shows is what it exports', rowsOf(await (await get('/exportar/agreement.csv?estado=cumplidos')).text()) < rowsOf(csv));
	same('no such state', (await get('/exportar/agreement.csv?estado=nada')).status(), 400);
	same('no such filter value', (await get('/exportar/agreement.csv?theme=nada')).status(), 400);

	// The calendar and the papers of a session.
	const sessions = JSON.parse(world.run('TAP-1', '--json', 'list', 'session')).records;
	const id = sessions[0].id;
	for (const paper of ['convocatoria', 'orden-del-dia', 'lista-de-asistencia', 'minuta']) {
		const r = await get(`/odt/${paper}/${id}.odt`), body = await r.body();
		ok(`${paper}`, r.status() === 200 && body.subarray(30, 77).toString() === 'mimetypeapplication/vnd.oasis.opendocument.text');
	}
	same('no such paper', (await get(`/odt/nada/${id}.odt`)).status(), 404);
	const all = await (await get('/calendario.ics')).text();
	ok('sessions and agreements', /BEGIN:VEVENT/.test(all) && /BEGIN:VTODO/.test(all));
	same('every line is short', all.split('\r\n').filter(l => Buffer.byteLength(l) > 75).length, 0);
	const next = JSON.parse(world.run('TAP-1', '--json', 'save', 'session', 'roundtable=MESA-07', 'number=40', 'kind=ordinary', 'called_for=2027-03-01T16:00:00Z', 'status=scheduled', 'place=Palacio, Tuxtla')).id;
	const before = await (await get(`/calendario/${next}.ics`)).text();
	await page.goto(`${base}/sesiones/${next}`);
	await page.getByLabel('Fecha', { exact: true }).fill('2027-03-08');
	await page.getByText('Diferir o cancelar').click();
	await press(page, 'Diferir la sesión');
	const after = await (await get(`/calendario/${next}.ics`)).text();
	same('postponed: the same event', field(after, 'UID'), field(before, 'UID'));
	same('postponed: SEQUENCE grows by one', Number(field(after, 'SEQUENCE')), Number(field(before, 'SEQUENCE')) + 1);
	same('postponed: its new day', field(after, 'DTSTART'), '20270308T160000Z');
	await page.getByText('Diferir o cancelar').click();
	await page.getByLabel('Sí, cancelarla').check();
	await press(page, 'Cancelar la sesión');
	const gone = await (await get(`/calendario/${next}.ics`)).text();
	same('cancelled', `${field(gone, 'METHOD')} ${field(gone, 'STATUS')}`, 'CANCEL CANCELLED');

	// J16.
	await bring(page, base, 'Acuerdos de años anteriores', { name: 'acuerdos 2019.csv', mimeType: 'text/csv', buffer: oldAgreements() });
	await page.getByRole('heading', { name: 'Qué es cada columna' }).waitFor();
	await look(context, page, 'importar-columnas');
	same('guessed from its title', await page.getByLabel('Columna para Texto').evaluate(s => s.selectedOptions[0].textContent), 'C · Acuerdo');
	await page.getByLabel('Valor para Prioridad si está vacío').fill('Media');
	const began = Date.now();
	await page.getByRole('button', { name: 'Revisar los renglones' }).click();
	await page.getByRole('heading', { name: 'Antes de guardar' }).waitFor({ timeout: 60000 });
	const tried = Date.now() - began;
	same('37 are bad', await page.locator('section[aria-labelledby=h-ma] tbody tr').count(), 37);
	ok('each with its reason', /Deporte/.test(await page.locator('tr', { has: page.getByRole('rowheader', { name: '34', exact: true }) }).textContent()));
	await look(context, page, 'importar-revision');
	const wrong = await (await get(new URL(page.url()).pathname + '/por-corregir.csv')).text();
	ok('the bad ones as a file', rowsOf(wrong) === 38 && /,Motivo\r\n/.test(wrong));
	await page.getByRole('button', { name: 'Guardar 1,163 renglones' }).click();
	await page.getByRole('heading', { name: 'Importación guardada' }).waitFor({ timeout: 60000 });
	console.log(`    tried in ${tried} ms, saved in ${Date.now() - began - tried} ms, with looks`);
	await look(context, page, 'importar-guardada');
	const count = () => JSON.parse(world.run('TAP-1', '--json', 'list', 'agreement', 'theme=health', 'priority=medium', 'progress_pct=45')).records.length;
	same('they are in', count(), 1163);
	await page.getByLabel('Motivo para deshacer').fill('Era otro archivo');
	await page.getByRole('button', { name: 'Deshacer toda la importación' }).click();
	await page.getByRole('heading', { name: 'Importación deshecha' }).waitFor({ timeout: 60000 });
	same('and out', count(), 0);
	await look(context, page, 'importar-deshecha');
	await page.goto(`${base}/importar`);
	await look(context, page, 'importar');

	// The same without JavaScript, with the sheet that was exported.
	const plain = (await person(browser, base, { javaScriptEnabled: false, storageState: await context.storageState() })).page;
	await bring(plain, base, 'Instituciones', { name: 'foto.xlsx', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50, 0, 0, 1, 2]) });
	await sees('no sheet: said', plain.getByRole('alert'));
	await bring(plain, base, 'Instituciones', { name: 'instituciones.xlsx', mimeType: 'application/octet-stream', buffer: sheet });
	await plain.getByRole('button', { name: 'Revisar los renglones' }).click();
	await plain.getByRole('heading', { name: 'Antes de guardar' }).waitFor({ timeout: 60000 });
	ok('all were here already', await plain.getByRole('button', { name: 'Guardar 0 renglones' }).isDisabled());
	await bring(plain, base, 'Instituciones', { name: 'nuevas.csv', mimeType: 'text/csv', buffer: Buffer.from('Nombre oficial,Siglas,Tipo\nCasa del Migrante «Ñandú»,CMÑ,Organización de la sociedad civil\n') });
	await plain.getByRole('button', { name: 'Revisar los renglones' }).click();
	await plain.getByRole('button', { name: 'Guardar 1 renglón' }).click();
	await plain.getByRole('heading', { name: 'Importación guardada' }).waitFor({ timeout: 60000 });
	ok('it is there', /Ñandú/.test(world.run('TAP-1', '--json', 'list', 'institution')));
	await plain.getByRole('button', { name: 'Borrar de esta computadora' }).click();
	await plain.getByText('ya no están en esta computadora').waitFor();
});
