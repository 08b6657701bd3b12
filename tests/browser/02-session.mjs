// J1, what is recorded: a session with 18 institutions, its quorum, agenda,
// follow-up, gaps and agreements, the node killed in between, and the minutes
// of it.
import { run, person, look, firstDay, ok, same, PASSWORD, sees, press, iso } from './lib.mjs';

const GAPS = ['Hospitales que piden la CURP permanente', 'Escuelas que piden actas apostilladas', 'Citas del Registro Civil a 60 días', 'Empleadores que no conocen la constancia'];
const THEMES = ['Acceso a servicios de salud', 'Inclusión educativa', 'Identidad y documentación', 'Inclusión laboral'];
const WHO = ['SS-CHIS', 'SE-CHIS', 'RC-CHIS', 'SNE'];

async function newSession(page, base) {
	await page.goto(`${base}/sesiones/nueva`);
	await page.getByLabel('Fecha').fill(iso(0));
	await page.getByLabel('Hora, en la zona de la mesa').fill('10:00');
	await page.getByLabel('Lugar').fill('Sala de juntas, Tapachula');
	await press(page, 'Programar la sesión');
	await page.getByRole('heading', { level: 1, name: /Ordinaria 5/ }).waitFor();
	return new URL(page.url()).pathname;
}
async function agreement(page, i) {
	await page.getByLabel('Acuerdo nuevo').fill(`Acuerdo ${i}: atender el punto ${i} de la sesión.`);
	await page.locator('#ar-n0').fill(WHO[i % 4]);
	await page.locator('#am-n0').selectOption({ label: THEMES[i % 4] });
	await page.locator('#af-n0').fill(iso(30 + i));
	await page.locator('#av-n0').fill('Oficio y acuses');
	await press(page, 'Guardar y agregar otro acuerdo');
	await page.getByLabel(`Acuerdo ${i + 1} · `).waitFor();
}
const enter = async (page, world) => {
	await page.goto(world.ticket('TAP-1'));
	await page.getByLabel('Cuenta').fill('maria.gomez');
	await page.getByLabel('Contraseña').fill(PASSWORD);
	await press(page, 'Entrar');
	await page.waitForURL(u => u.pathname === '/');
};

await run(async ({ world, browser }) => {
	let node = await world.serveNew('TAP-1');
	let base = new URL(world.ticket('TAP-1')).origin;
	const { context, page } = await person(browser, '');
	await firstDay(page, world, 'TAP-1');
	world.import('TAP-1', '60-tap-chiapas.jsonl');
	for (const i of ['SEP', 'SSA', 'SRE', 'INM', 'OIM', 'SNDIF'])
		world.run('TAP-1', 'save', 'membership', 'roundtable=MESA-07', `institution=${i}`, 'quality=member', 'vote=true', 'since=2021-06-18');

	// No network until the minutes are there.
	world.cutHub();
	await page.goto(`${base}/sesiones`);
	await look(context, page, 'sesiones');
	await Promise.all([page.waitForURL(/proximas/), page.getByRole('link', { name: 'Próximas' }).click()]);
	same('the next one only', await page.locator('tbody tr').count(), 1);
	await page.goto(`${base}/sesiones/nueva`);
	await look(context, page, 'sesion-nueva');
	const at = await newSession(page, base);

	// What was open carries over, and what is missing is said.
	same('18 institutions', await page.locator('#asistencia tbody tr').count(), 18);
	same('open agreements are carried over', await page.locator('#seguimiento tbody tr').count(), 3);
	await sees('no quorum yet', page.locator('aside').getByText(/hay 0 integrantes con voto y se requieren 9 de 17/));

	// The quorum is counted as the list is filled, before anything is saved.
	for (const who of ['Gobierno del Estado de Chiapas', 'Secretaría de Salud del Estado de Chiapas'])
		await page.getByLabel(`Asistencia de ${who}`).selectOption('Presente');
	await page.getByText('Aún sin quórum: 2 de 17 con voto, se requieren 9').waitFor();
	await page.getByLabel('Asistencia de Instituto Nacional de Migración').selectOption('Ausente con justificación');
	await press(page, 'Las que faltan, presentes');
	await page.getByText('Hay quórum: 16 de 17 con voto').waitFor();
	await page.getByLabel('Otra persona o institución invitada').fill('INEA');
	await page.locator('#pe-n0').fill('Persona invitada de prueba');
	await press(page, 'Guardar la asistencia');
	same('and a guest', await page.locator('#asistencia tbody tr').count(), 19);

	// The agenda: one more item, moved up.
	await page.getByLabel('Punto nuevo').fill('Presentación del diagnóstico de salud');
	await press(page, 'Guardar y agregar otro punto');
	await press(page, 'Subir Presentación del diagnóstico de salud');
	same('seven items', await page.locator('#orden .agenda > li').count(), 8);
	same('moved', await page.locator('#orden input[type=text][id^=pt-]').nth(5).inputValue(), 'Presentación del diagnóstico de salud');

	// What a rule refuses stays as it was typed; the rest is saved.
	await page.getByLabel('Avance de 07-AC-2026-001').fill('60');
	await page.getByLabel('Lo que se informó de 07-AC-2026-001').fill('La circular está firmada.');
	await page.getByLabel('Acuerdo nuevo').fill('Acuerdo a medias');
	await press(page, 'Guardar todo');
	ok('what is missing is named', /falta: Tema, Medio de verificación/.test(await page.getByRole('alert').innerText()));
	ok('the rest is saved', /Lo demás quedó guardado/.test(await page.getByRole('alert').innerText()));
	same('nothing typed is lost', await page.getByLabel('Acuerdo nuevo').inputValue(), 'Acuerdo a medias');
	await look(context, page, 'sesion-rechazo');

	for (const [i, g] of GAPS.entries()) {
		await page.locator('#gt-n0').fill(g);
		await page.locator('#gm-n0').selectOption({ label: THEMES[i] });
		await page.locator('#gb-n0').selectOption({ index: 1 });
		await page.locator('#gs-n0').selectOption({ label: 'Alta' });
		if (i === 0) await page.getByLabel('Acuerdo nuevo').fill('');
		await press(page, 'Guardar y agregar otra brecha');
		await page.locator('#brechas p.entry', { hasText: g }).waitFor();
	}
	for (let i = 0; i < 5; i++) await agreement(page, i);

	// The power goes in between: everything saved is there.
	const gone = new Promise(done => node.once('exit', done));
	node.kill('SIGKILL');
	await gone;
	node = await world.serve('TAP-1');
	base = new URL(world.ticket('TAP-1')).origin;
	await enter(page, world);
	await page.goto(base + at);
	same('attendance after the kill', await page.locator('#asistencia tbody tr').count(), 19);
	same('gaps after the kill', await page.locator('#brechas p.entry').count(), 4);
	same('agreements after the kill', await page.locator('#acuerdos input[name^=w-]').count(), 5);
	same('follow-up after the kill', await page.getByLabel('Avance de 07-AC-2026-001').inputValue(), '60');
	for (let i = 5; i < 9; i++) await agreement(page, i);

	await page.getByLabel('Empezó a las').fill('00:05');
	await page.getByLabel('Terminó a las').fill('02:20');
	await press(page, 'Los que faltan, desahogados');
	await sees('nothing is missing', page.getByText('No falta nada.'));
	await look(context, page, 'sesion');

	// One step to the draft, printable, with both tables.
	await press(page, 'Cerrar la sesión y generar la minuta');
	await page.waitForURL(/\/minutas\//);
	same('the session\'s status', (await page.getByRole('heading', { level: 1 }).innerText()).slice(0, 9), 'Minuta 07');
	const paper = await page.locator('.paper').innerText();
	for (const s of ['Asistieron 16 de 17 instituciones con derecho a voto; se requieren 9. Hubo quórum legal.', '60 %: La circular está firmada.', 'Presentación del diagnóstico de salud', ...GAPS])
		ok(`minutes say: ${s}`, paper.includes(s));
	same('nine agreements', await page.locator('.paper table').last().locator('tbody tr').count(), 9);
	const folios = await page.locator('.paper table').last().locator('tbody tr td:first-child').allInnerTexts();
	same('their folios are contiguous', folios.map(f => Number(f.slice(-3))).join(' '), [4, 5, 6, 7, 8, 9, 10, 11, 12].join(' '));
	await look(context, page, 'minuta');
	const pdf = await page.pdf({ preferCSSPageSize: true, tagged: true });
	ok('a PDF of it', pdf.length > 10000);
	await page.emulateMedia({ media: 'print' });
	same('no chrome on paper', await page.locator('.side, .bar, .noprint, .foot').evaluateAll(l => l.filter(e => e.offsetHeight > 0).length), 0);
	same('rows of the head are repeated', await page.locator('.paper thead').first().evaluate(e => getComputedStyle(e).display), 'table-header-group');
	await page.emulateMedia({ media: 'screen' });

	// Two days later the network is back: what waits falls to nothing, by receipts only.
	await page.goto(`${base}/`);
	await sees('it waits', page.getByRole('link', { name: /por enviar$/ }).first());
	await world.startHub();
	await page.getByRole('button', { name: 'Sincronizar ahora' }).click();
	await page.getByText('Todo confirmado por el nodo central.').waitFor({ timeout: 20000 });
	same('the hub has the nine agreements', JSON.parse(world.hubRun('--json', 'list', 'agreement')).records.filter(r => folios.includes(r.fields.folio)).length, 9);
});
