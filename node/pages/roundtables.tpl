{{view struct roundtables_view "node/pages/roundtables.h"}}
<div class="head"><div><h1>{{t "Mesas"}}</h1><p class="muted">{{t "Las que lleva su oficina y las que puede ver."}}</p></div></div>
{{each r in v.mine}}
<section class="card" aria-label="{{r.name}}"><header><div><p class="small muted">{{r.code}} · {{r.detail}}</p><h2 class="big"><a href="/mesas/{{url r.id}}">{{r.name}}</a></h2></div><span class="pill ok">{{icon "circle-check"}}{{t "De su oficina"}}</span></header>
<dl class="figures">
<div><dt>{{t "Integrantes"}}</dt><dd class="num">{{num r.members}}</dd></div>
<div><dt>{{t "Acuerdos abiertos"}}</dt><dd class="num">{{num r.open}}</dd></div>
<div><dt>{{t "Vencidos"}}</dt><dd class="num{{if r.late}} ic-bad{{end}}">{{num r.late}}</dd></div>
<div><dt>{{t "Próxima sesión"}}</dt><dd>{{if r.has_next}}{{weekday r.next}}{{else}}—{{end}}</dd></div>
<div><dt>{{t "Estado"}}</dt><dd>{{if r.status}}{{r.status}}{{else}}—{{end}}</dd></div>
</dl></section>
{{else}}
<section class="card" aria-label="{{t "Mesas de su oficina"}}"><p>{{icon "info"}} {{t "Su oficina todavía no lleva ninguna mesa. El nivel federal las crea y las asigna; aparecerán aquí al sincronizar."}}</p></section>
{{end}}
{{if v.others_n}}
<section class="card flush" aria-labelledby="h-ot"><header><h2 id="h-ot">{{t "Otras que puede ver"}}</h2></header>
<div class="scroll" tabindex="0" role="region" aria-label="{{t "Otras mesas"}}"><table><thead><tr><th scope="col">{{t "Mesa"}}</th><th scope="col">{{t "Secretaría técnica"}}</th><th scope="col">{{t "Estado"}}</th><th scope="col" class="n">{{t "Integrantes"}}</th><th scope="col" class="n">{{t "Acuerdos abiertos"}}</th><th scope="col">{{t "Próxima sesión"}}</th></tr></thead><tbody>
{{each r in v.others}}
<tr><th scope="row"><a href="/mesas/{{url r.id}}">{{r.name}}</a><br><span class="small muted">{{r.code}} · {{r.detail}}</span></th><td>{{r.office}}</td><td>{{if r.status}}{{r.status}}{{else}}—{{end}}</td><td class="n">{{num r.members}}</td><td class="n">{{num r.open}}</td><td>{{if r.has_next}}{{day r.next}}{{else}}—{{end}}</td></tr>
{{end}}
</tbody></table></div></section>
{{end}}
