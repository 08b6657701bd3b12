// J9 at the page: minutes are circulated, approved in a later session and
// frozen; another computer's edit becomes an amendment; what is refused is
// said; approved amendments are printed.
import { run, person, look, firstDay, ok, same, sees, press, iso } from './lib.mjs';

await run(async ({ world, browser }) => {
	await world.serveNew('TAP-1');
	const base = new URL(world.ticket('TAP-1')).origin;
	const { context, page } = await person(browser, base);
	await firstDay(page, world, 'TAP-1');
	world.import('TAP-1', '60-tap-chiapas.jsonl');

	// Session 3 gets its minutes; a paragraph is written by hand.
	await page.goto(`${base}/sesiones?cuando=pasadas`);
	await page.getByRole('link', { name: /Ordinaria 3/ }).click();
	await press(page, 'Generar la minuta');
	await page.waitForURL(/\/minutas\//);
	const minutes = page.url();
	await page.getByRole('link', { name: 'Corregir el texto' }).click();
	await look(context, page, 'minuta-editar');
	await page.getByLabel('Apertura').fill('La presidencia dio la bienvenida.');
	await press(page, 'Guardar el texto');
	ok('written by hand', (await page.locator('.paper').innerText()).includes('La presidencia dio la bienvenida.'));
	await press(page, 'Enviada a revisión');
	await sees('circulated', page.getByText('En revisión').first());

	// What is recorded afterwards is told, and taken over; the hand's words stay.
	world.run('TAP-1', 'save', 'session', '07-SE-2026-002', 'place=Salón de usos múltiples');
	await page.goto(minutes);
	await press(page, 'Actualizar el borrador');
	const paper = await page.locator('.paper').innerText();
	ok('brought up to date', paper.includes('Salón de usos múltiples') && paper.includes('La presidencia dio la bienvenida.'));

	// The other computer of the office has the draft, goes out of reach and edits it.
	await world.serveNew('TAP-2');
	const b2 = new URL(world.ticket('TAP-2')).origin, two = (await person(browser, b2)).page;
	await firstDay(two, world, 'TAP-2', 'jose.ruiz');
	await world.sync('TAP-1');
	await world.sync('TAP-2');
	world.cutHub();
	await two.goto(`${b2}${new URL(minutes).pathname}/editar`);
	await two.getByLabel('Apertura').fill('La presidencia dio la bienvenida y agradeció la sede.');
	await press(two, 'Guardar el texto');

	// Nobody approves it before a later session begins.
	await press(page, 'Aprobar la minuta');
	ok('which session?', /elija la sesión que la aprueba/.test(await page.getByRole('alert').innerText()));
	for (const [day, number] of [[-1, 5], [0, 6]])
		world.run('TAP-1', 'save', 'session', 'roundtable=MESA-07', `number=${number}`, 'kind=ordinary', 'status=in_progress', `called_for=${iso(day)}T16:00:00Z`, `started_at=${iso(day)}T16:05:00Z`);
	await page.goto(minutes);
	await page.getByLabel('Aprobada en la sesión').selectOption({ index: 1 });
	await page.getByLabel('Fecha de aprobación').fill(iso(-1));
	await press(page, 'Aprobar la minuta');
	await sees('frozen with its hash', page.getByText('El texto coincide con su huella'));
	same('no way to edit', await page.getByRole('link', { name: 'Corregir el texto' }).count(), 0);
	await page.goto(`${minutes}/editar`);
	ok('the address says why', /haga una fe de erratas/.test(await page.locator('main').innerText()));
	const refused = await page.evaluate(async at => {
		const body = new URLSearchParams(new FormData(document.querySelector('form[action$="/erratas"]')));
		body.set('s-1', 'Otra cosa.'); body.set('w-1', '00000000');
		const r = await fetch(`${at}/editar`, { method: 'POST', body });
		return [r.status, await r.text()];
	}, new URL(minutes).pathname);
	same('a forged edit is refused', refused[0], 422);
	ok('by the rule, in words', /una minuta aprobada no cambia; haga una fe de erratas/.test(refused[1]));
	await page.getByLabel(/Carmela Ejemplo/).check();
	await press(page, 'Anotar como firmada');
	await press(page, 'Anotar como publicada');
	await sees('published', page.getByText('Publicada').first());

	// An amendment: what it needs is said; approved in a later session, printed.
	await page.getByLabel('Motivo de la corrección').fill('Se omitió el lugar');
	await press(page, 'Agregar fe de erratas');
	ok('its text is missing', /falta: Texto/.test(await page.getByRole('alert').innerText()));
	same('what was typed stays', await page.getByLabel('Motivo de la corrección').inputValue(), 'Se omitió el lugar');
	await page.getByLabel('Qué dice mal y qué debe decir').fill('Dice: «sala». Debe decir: «salón».');
	await press(page, 'Agregar fe de erratas');
	same('a draft is not printed', await page.locator('.paper .annex').count(), 0);
	await look(context, page, 'minuta-erratas');
	await page.getByLabel('Sesión que aprueba la fe de erratas 1').selectOption({ index: 2 });
	await press(page, 'Aprobar la fe de erratas 1');
	ok('printed as an annex', (await page.locator('.paper .annex').innerText()).includes('Debe decir: «salón».'));
	ok('and announced', (await page.locator('.paper').innerText()).includes('contiene 1 fe de erratas'));
	await sees('the text is as it was', page.getByText('El texto coincide con su huella'));
	await look(context, page, 'minuta-con-erratas');
	// What the other wrote meanwhile is there, with its author, and changes nothing.
	await world.startHub();
	for (const name of ['TAP-1', 'TAP-2', 'TAP-1']) await world.sync(name);
	await page.goto(minutes);
	const late = page.locator('.note', { hasText: 'Otra computadora escribió en esta minuta' });
	ok('the late edit is told', /agradeció la sede/.test(await late.innerText()) && /jose\.ruiz · TAP/.test(await late.innerText()), await late.innerText());
	ok('the paper does not have it', !(await page.locator('.paper').innerText()).includes('agradeció la sede'));
	await sees('frozen as it was', page.getByText('El texto coincide con su huella'));
	await look(context, page, 'minuta-otra-computadora');
	await late.getByLabel('Motivo').fill('Falta el agradecimiento');
	await press(page, 'Tomarla como fe de erratas');
	await sees('it is a draft amendment', page.getByLabel('Sesión que aprueba la fe de erratas 2'));
	await world.sync('TAP-1');
	await world.sync('TAP-2');
	await two.goto(b2 + new URL(minutes).pathname);
	ok('the other computer shows what was approved', !(await two.locator('.paper').innerText()).includes('agradeció la sede'));
	await sees('and its amendment', two.getByText('Fe de erratas 2').first());
	await page.goto(`${base}/minutas`);
	await look(context, page, 'minutas');
	same('amended', await page.locator('tbody .pill').first().innerText(), 'Con fe de erratas');
});
