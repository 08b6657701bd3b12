{{view struct accounts_view "node/pages/accounts.h"}}
<div class="head"><div><h1>{{t "Personas de esta computadora"}}</h1><p class="muted">{{t "Las cuentas son de este equipo y no salen de él. Cada cambio lleva el nombre de la cuenta."}}</p></div></div>
<div class="grid">
<section class="card c7 flush" aria-labelledby="h-pe"><header><h2 id="h-pe">{{t "Cuentas"}}</h2></header><div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla: cuentas"}}"><table><thead><tr><th scope="col">{{t "Cuenta"}}</th><th scope="col">{{t "Nombre"}}</th><th scope="col">{{t "Funciones"}}</th><th scope="col">{{t "Estado"}}</th></tr></thead><tbody>
{{each r in v.rows}}
<tr><th scope="row">{{r.account}}</th><td>{{r.name}}<br><span class="small muted">{{r.position}}</span></td><td>{{r.roles}}</td><td>{{if r.closed}}<span class="pill">{{t "Cerrada"}}</span>{{else}}<span class="pill ok">{{t "Activa"}}</span>{{end}}
{{if v.admin}}{{if !r.me}}<form method="post" action="/personas/estado">{{csrf}}<input type="hidden" name="cuenta" value="{{r.account}}">{{if r.closed}}<button class="btn sm" type="submit" name="cerrada" value="0">{{t "Abrir"}}<span class="vh"> {{r.account}}</span></button>{{else}}<button class="btn sm" type="submit" name="cerrada" value="1">{{t "Cerrar"}}<span class="vh"> {{r.account}}</span></button>{{end}}</form>{{end}}{{end}}</td></tr>
{{end}}
</tbody></table></div></section>
<section class="card c5" aria-labelledby="h-cl"><h2 id="h-cl">{{t "Cambiar mi contraseña"}}</h2><form class="stack" method="post" action="/personas/clave">{{csrf}}
<div class="f"><label for="actual">{{t "La de ahora"}}</label><input id="actual" name="actual" type="password" autocomplete="current-password" required></div>
<div class="f"><label for="nueva">{{t "La nueva, de 10 caracteres o más"}}</label><input id="nueva" name="nueva" type="password" autocomplete="new-password" required minlength="10"></div>
<div class="row"><button class="btn" type="submit">{{t "Cambiar"}}</button></div></form></section>
{{if v.admin}}
<section class="card c7" aria-labelledby="h-nu"><h2 id="h-nu">{{t "Agregar una persona"}}</h2><form class="stack" method="post" action="/personas">{{csrf}}
<div class="f"><label for="nombre">{{t "Nombre"}}</label><input id="nombre" name="nombre" type="text" value="{{v.name}}" required maxlength="240" autocomplete="off"></div>
<div class="f"><label for="cargo">{{t "Cargo"}}</label><input id="cargo" name="cargo" type="text" value="{{v.position}}" maxlength="240" autocomplete="off"></div>
<div class="f"><label for="cuenta">{{t "Nombre de la cuenta"}}</label><input id="cuenta" name="cuenta" type="text" value="{{v.account}}" required maxlength="64" autocomplete="off" autocapitalize="none" spellcheck="false"></div>
<fieldset><legend>{{t "Funciones"}}</legend>{{each x in v.roles}}<label class="row"><input type="checkbox" name="rol" value="{{x.no}}"{{if x.has}} checked{{end}}>{{x.label}}</label>{{end}}</fieldset>
<div class="f"><label for="clave">{{t "Contraseña inicial, de 10 caracteres o más"}}</label><input id="clave" name="clave" type="password" autocomplete="new-password" required minlength="10"></div>
<div class="row"><button class="btn pri" type="submit">{{icon "plus"}}{{t "Agregar"}}</button></div></form></section>
{{end}}
</div>
