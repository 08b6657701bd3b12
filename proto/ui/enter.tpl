{{view struct enter_view "proto/ui/shell.h"}}
<div class="head"><h1>{{if v.locked}}{{t "Sesión en pausa"}}{{else}}{{t "Entrar"}}{{end}}</h1></div>
<form class="card narrow" method="post" action="/cuenta/entrar">
	{{csrf}}
	<input type="hidden" name="a" value="{{v.back}}">
	{{if v.locked}}
	<p>{{t "Nadie usó la página durante 15 minutos. Todo está guardado; escriba su contraseña para seguir."}}</p>
	<p><strong>{{v.name}}</strong></p>
	<input type="hidden" name="cuenta" value="{{v.account}}" autocomplete="username">
	{{else}}
	<div class="f"><label for="cuenta">{{t "Cuenta"}}</label><input id="cuenta" name="cuenta" type="text" value="{{v.account}}" autocomplete="username" autocapitalize="none" spellcheck="false" required></div>
	{{end}}
	<div class="f"><label for="clave">{{t "Contraseña"}}</label><input id="clave" name="clave" type="password" autocomplete="current-password" required></div>
	<div class="row"><button class="btn pri" type="submit">{{icon "lock"}}{{t "Entrar"}}</button></div>
</form>
{{if v.locked}}
<form method="post" action="/cuenta/salir">{{csrf}}<button class="btn sm" type="submit">{{t "Entrar con otra cuenta"}}</button></form>
{{end}}
