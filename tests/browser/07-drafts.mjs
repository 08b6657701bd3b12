// What somebody is writing is kept after each pause: it survives kill -9, a
// locked session and a refusal, is nobody else's, and goes when it is saved.
// What looks like personal data is asked about, and the answer is recorded.
// Once more without JavaScript.
import { run, person, look, firstDay, ok, same, PASSWORD, sees } from './lib.mjs';

const CURP = 'JUYM460818XSPLVD04', PHONE = '961 123 4567';

async function enter(page) {
	await page.getByLabel('Contraseña').fill(PASSWORD);
	await page.getByRole('button', { name: 'Entrar', exact: true }).click();
}
const left = page => page.getByRole('region', { name: 'Continúe donde se quedó' });
const asked = page => page.getByRole('region', { name: '¿Es un dato personal?' });

await run(async ({ world, browser }) => {
	let serving = await world.serveNew('TAP-1');
	const base = new URL(world.ticket('TAP-1')).origin;
	const { context, page } = await person(browser, base);
	await firstDay(page, world, 'TAP-1');
	world.import('TAP-1', '60-tap-chiapas.jsonl');
	await page.goto(`${base}/mesas`);
	await page.getByRole('link', { name: /en Chiapas$/ }).click();
	const mesa = page.url(), form = `${mesa}/datos`;
	const text = p => p.getByLabel('Objetivo', { exact: true }), save = p => p.getByRole('button', { name: 'Guardar', exact: true });

	// Kept within a second of the last letter.
	await page.goto(form);
	await text(page).fill('');
	await text(page).pressSequentially('Que nadie se quede sin escuela ni sin médico');
	const since = Date.now();
	await page.locator('.draft').getByText('Borrador guardado').waitFor();
	const took = Date.now() - since;
	console.log(`    kept ${took} ms after the last letter`);
	await look(context, page, 'borrador');

	// On a slow computer too what was typed last is what is kept.
	await page.route('**/borrador', async r => { await new Promise(done => setTimeout(done, 2500)); await r.continue().catch(() => {}); });
	const third = page.waitForRequest(r => r.url().endsWith('/borrador') && r.postData().includes('tres'), { timeout: 9000 }).then(() => true, () => false);
	for (const word of [' uno', ' dos', ' tres']) {
		await text(page).pressSequentially(word);
		await page.waitForTimeout(800);
	}
	ok('the last of three is sent', await third);
	await page.unrouteAll({ behavior: 'wait' });

	// The power goes: at most what was typed since the last pause is lost.
	await text(page).fill('Que nadie se quede sin escuela');
	await page.locator('.draft').getByText('Borrador guardado').waitFor();
	await page.waitForTimeout(1500);
	serving.kill('SIGKILL');
	await new Promise(done => serving.once('exit', done));
	serving = await world.serve('TAP-1');
	await page.goto(`${base}/`);
	await page.getByLabel('Cuenta').fill('maria.gomez');
	await enter(page);
	await left(page).getByText('Datos y reglas de la mesa', { exact: true }).waitFor();
	await look(context, page, 'inicio-borrador');
	await page.goto(form);
	await sees('it is offered where it stood', page.getByText('Aquí dejó algo sin terminar.'));
	await look(context, page, 'borrador-aqui');
	await page.getByRole('link', { name: /^Continuar/ }).click();
	same('as it was', await text(page).inputValue(), 'Que nadie se quede sin escuela');
	await sees('it says that it is no record yet', page.getByText('Este es su borrador'));
	await look(context, page, 'borrador-sigue');
	ok('nothing was saved', !world.run('TAP-1', 'list', 'roundtable', 'code=MESA-07').includes('sin escuela'));

	// Away for too long: what is typed then is kept too, and shown after the password.
	const token = await page.locator('input[name=csrf]').first().inputValue();
	await context.request.post(`${base}/cuenta/bloquear`, { form: { csrf: token }, headers: { origin: base }, maxRedirects: 0 });
	await text(page).fill('Que nadie se quede sin escuela, y con intérprete');
	await page.getByText('Lo que escribió está guardado.').waitFor();
	await page.getByRole('link', { name: 'Escribir la contraseña para seguir' }).click();
	await enter(page);
	await left(page).getByRole('link', { name: /^Continuar/ }).click();
	same('typed while it was locked', await text(page).inputValue(), 'Que nadie se quede sin escuela, y con intérprete');

	// Somebody else of this computer is shown nothing of it.
	const mine = new URL(page.url()).pathname;
	await page.goto(`${base}/personas`);
	await page.getByLabel('Nombre de la cuenta').fill('luis.soto');
	await page.getByLabel('Nombre', { exact: true }).fill('Luis Soto');
	await page.getByLabel('Contraseña inicial').fill(PASSWORD);
	await page.getByRole('checkbox', { name: 'Secretaría técnica' }).check();
	await page.getByRole('button', { name: 'Agregar', exact: true }).click();
	await page.getByText('La cuenta está lista.').waitFor();
	const other = await person(browser, base);
	await other.page.goto(world.ticket('TAP-1'));
	await other.page.getByLabel('Cuenta').fill('luis.soto');
	await enter(other.page);
	await other.page.getByText('Luis Soto').waitFor();
	same('not on the home page of another', await left(other.page).count(), 0);
	same('nor by its address', (await other.page.goto(base + mine)).status(), 404);
	await other.page.goto(form);
	same('nor at the form', await other.page.getByText('Aquí dejó algo sin terminar.').count(), 0);
	await other.context.close();

	// A CURP is asked about; what was typed stays, nothing is saved.
	await page.goto(base + mine);
	await text(page).fill(`Atender el caso de ${CURP} y marcar al ${PHONE} de la ventanilla.`);
	await save(page).click();
	same('what it found', await asked(page).locator('mark').allTextContents().then(a => a.join('|')), `${CURP}|${PHONE}`);
	ok('what was typed stays', (await text(page).inputValue()).includes(CURP));
	await look(context, page, 'dato-personal');
	ok('nothing was saved', !world.run('TAP-1', 'show', 'MESA-07').includes(CURP));

	// Taken out, or said why it is none; a reason is needed.
	const second = asked(page).getByRole('group').nth(1);
	await second.getByLabel('No es un dato personal de nadie').check();
	await asked(page).getByRole('button', { name: 'Decidir y guardar' }).click();
	await sees('a reason is needed', page.getByText('Diga por qué esto no es un dato personal.'));
	await asked(page).getByLabel('No es un dato personal de nadie').check();
	await asked(page).getByLabel('Por qué no es un dato personal').fill('Es el teléfono de la ventanilla');
	await asked(page).getByRole('button', { name: 'Decidir y guardar' }).click();
	await page.waitForURL(mesa);
	const shown = world.run('TAP-1', 'show', 'MESA-07');
	ok('the number stays, the CURP is gone', shown.includes(PHONE) && shown.includes('[dato personal quitado]') && !shown.includes(CURP), shown);
	const decisions = world.run('TAP-1', '--json', 'list', 'pii_decision');
	ok('both are recorded, without the text', /not_personal/.test(decisions) && /removed/.test(decisions) && /ventanilla/.test(decisions) && !decisions.includes(CURP) && !decisions.includes(PHONE), decisions);
	await page.goto(`${base}/`);
	same('the draft is gone', await left(page).count(), 0);
	await page.goto(form);
	await text(page).fill(`Marcar al ${PHONE}.`);
	await save(page).click();
	await page.waitForURL(mesa);

	// Without JavaScript: a button keeps the draft; the questions are the same.
	const plain = (await person(browser, base, { javaScriptEnabled: false, storageState: await context.storageState() })).page;
	await plain.goto(form);
	await text(plain).fill('Un objetivo que llega más tarde');
	await plain.getByRole('button', { name: 'Guardar borrador' }).click();
	await sees('it says so', plain.getByText('El borrador quedó guardado.'));
	same('and goes on', await text(plain).inputValue(), 'Un objetivo que llega más tarde');
	await plain.goto(`${base}/`);
	await left(plain).getByRole('link', { name: /^Continuar/ }).click();
	await text(plain).fill(`Ver el expediente 1234/2025`);
	await save(plain).click();
	await asked(plain).getByRole('button', { name: 'Decidir y guardar' }).click();
	same('saved without JavaScript', plain.url(), mesa);
	await plain.goto(form);
	same('without the number', await text(plain).inputValue(), 'Ver el expediente [dato personal quitado]');
	await text(plain).fill('Otro que no será');
	await plain.getByRole('button', { name: 'Guardar borrador' }).click();
	await plain.goto(`${base}/`);
	await left(plain).getByRole('button', { name: /^Descartar/ }).click();
	same('dropped', await left(plain).count(), 0);
});
