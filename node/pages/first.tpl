{{view struct first_view "node/pages/account.h"}}
<div class="head"><div><h1>{{t "Bienvenida a Mesas"}}</h1><p class="muted">{{t "Paso 1 de 2: la cuenta de la secretaría técnica en esta computadora."}}</p></div></div>
<form class="card narrow" method="post" action="/cuenta/primera">
	{{csrf}}
	<div class="f"><label for="nombre">{{t "Su nombre"}}</label><input id="nombre" name="nombre" type="text" value="{{v.name}}" autocomplete="name" required maxlength="240"></div>
	<div class="f"><label for="cargo">{{t "Su cargo"}}</label><input id="cargo" name="cargo" type="text" value="{{v.position}}" autocomplete="organization-title" maxlength="240"></div>
	<div class="f"><label for="cuenta">{{t "Nombre de la cuenta"}}</label><input id="cuenta" name="cuenta" type="text" value="{{v.account}}" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="64" aria-describedby="cuenta-a"><span class="hint" id="cuenta-a">{{t "Minúsculas sin acento, números, puntos y guiones; por ejemplo maria.gomez. Con este nombre se firman los cambios."}}</span></div>
	<div class="f"><label for="clave">{{t "Contraseña"}}</label><input id="clave" name="clave" type="password" autocomplete="new-password" required minlength="10" aria-describedby="clave-a"><span class="hint" id="clave-a">{{t "Al menos 10 caracteres. Una frase corta es más fácil de recordar."}}</span></div>
	<div class="f"><label for="otra">{{t "La contraseña otra vez"}}</label><input id="otra" name="otra" type="password" autocomplete="new-password" required minlength="10"></div>
	<div class="row"><button class="btn pri" type="submit">{{icon "check"}}{{t "Crear la cuenta"}}</button></div>
</form>
