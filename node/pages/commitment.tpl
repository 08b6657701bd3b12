{{view struct commitment_view "node/pages/commitments.h"}}
<div class="head"><div><p class="crumbs"><a href="/compromisos">{{t "Compromisos"}}</a> › {{v.title}}</p><h1>{{v.title}}</h1><p class="row"><span class="pill">{{v.framework}}</span>{{if v.axis}}<span class="pill">{{v.axis}}</span>{{end}}{{if v.status}}<span class="pill info">{{v.status}}</span>{{end}}</p></div>
<div class="row"><a class="btn" href="/registro/{{url v.id}}/historia">{{icon "history"}}{{t "Historia"}}</a></div></div>
<div class="grid">
<section class="card c6" aria-labelledby="h-es"><h2 id="h-es">{{t "En español"}}</h2><p lang="es">{{if v.es}}{{lines v.es}}{{else}}—{{end}}</p></section>
<section class="card c6" aria-labelledby="h-en"><h2 id="h-en">{{t "En inglés"}}</h2><p lang="en">{{if v.en}}{{lines v.en}}{{else}}—{{end}}</p></section>
<section class="card c7" aria-labelledby="h-vi"><h2 id="h-vi">{{t "Qué lo atiende"}}</h2><ul class="list">
{{each x in v.links}}
<li>{{icon "link"}}<div><div class="t">{{x.kind}} {{if x.href}}<a href="{{href x.href}}">{{x.name}}</a>{{else}}{{x.name}}{{end}}</div>{{if x.note}}<div class="small muted">{{x.note}}</div>{{end}}</div>
{{if x.own}}{{if v.write}}<details class="tiny"><summary>{{t "Quitar"}}<span class="vh"> {{x.kind}} {{x.name}}</span></summary><form class="stack" method="post" action="/compromisos/{{url v.id}}/quitar">{{csrf}}<input type="hidden" name="vinculo" value="{{x.id}}"><div class="f"><label for="motivo-{{x.id}}">{{t "Por qué se quita"}}</label><input type="text" id="motivo-{{x.id}}" name="motivo" value="{{v.reason}}" required maxlength="500" autocomplete="off"></div><button class="btn sm" type="submit">{{t "Quitar el vínculo"}}</button></form></details>{{else}}<span></span>{{end}}{{else}}<span></span>{{end}}</li>
{{else}}
<li>{{icon "link"}}<div>{{t "Todavía nada. Vincule una brecha, un acuerdo, un resultado o una mesa que contribuya."}}</div><span></span></li>
{{end}}
</ul></section>
<div class="stack c5">
{{if v.write}}
<section class="card" aria-labelledby="h-nu"><h2 id="h-nu">{{t "Proponer un vínculo"}}</h2><form class="stack" method="post" action="{{href v.action}}">{{csrf}}{{each a in v.asks}}{{use ask a}}{{end}}<div class="row"><button class="btn pri" type="submit">{{icon "plus"}}{{t "Vincular"}}</button></div>
{{draft v.action}}
</form></section>
{{end}}
<section class="card" aria-labelledby="h-da"><h2 id="h-da">{{t "Datos"}}</h2><dl class="fields"><div><dt>{{t "Entidad comprometida"}}</dt><dd>{{if v.entity}}{{v.entity}}{{else}}—{{end}}</dd></div>{{if v.url}}<div><dt>{{t "Dirección web"}}</dt><dd>{{v.url}}</dd></div>{{end}}</dl></section>
</div>
</div>
