{{view struct states_view "hub/pages/states.h"}}
<div class="head"><div><h1>{{t "Entidades"}}</h1><p class="muted">{{v.coverage}}</p></div>
<div class="row noprint"><a class="btn sm" href="/view/states.csv" download>{{icon "file-down"}}CSV</a><a class="btn sm" href="/view/states.json" download>{{icon "file-down"}}JSON</a></div></div>
<section class="card flush" aria-label="{{t "Entidades"}}"><div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla: entidades"}}"><table><thead><tr><th scope="col">{{t "Entidad"}}</th><th scope="col" class="n">{{t "Mesas"}}</th><th scope="col" class="n">{{t "Municipales"}}</th><th scope="col" class="n">{{t "Acuerdos abiertos"}}</th><th scope="col" class="n">{{t "Vencidos"}}</th><th scope="col" class="n">{{t "Cumplidos"}}</th><th scope="col" class="n">{{t "Brechas abiertas"}}</th></tr></thead><tbody>
{{each r in v.rows}}
<tr><th scope="row"><a href="{{href r.href}}">{{r.name}}</a></th><td class="n">{{num r.mesas}}</td><td class="n">{{num r.municipal}}</td><td class="n">{{num r.open}}</td><td class="n">{{if r.overdue}}<span class="pill bad">{{num r.overdue}}</span>{{else}}0{{end}}</td><td class="n">{{num r.done}}</td><td class="n">{{num r.gaps}}</td></tr>
{{else}}
<tr><td colspan="7">{{t "Ninguna entidad tiene mesas todavía."}}</td></tr>
{{end}}
</tbody></table></div></section>
<p class="note">{{icon "info" "lg"}}<span>{{v.complete}}</span></p>
