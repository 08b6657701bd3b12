{{view struct handover_view "node/pages/roundtables.h"}}
<div class="head"><div><p class="crumbs"><a href="/mesas">{{t "Mesas"}}</a> › <a href="/mesas/{{url v.id}}">{{v.code}}</a></p><h1>{{t "Entrega-recepción"}}</h1><p class="muted">{{v.title}}</p></div>
<div class="row noprint"><a class="btn" href="/sincronizacion">{{icon "refresh-cw"}}{{t "Sincronizar antes de entregar"}}</a></div></div>
<p class="note">{{icon "info" "lg ic-info"}}<span>{{v.told}} {{t "La entrega la registra el nivel federal, con su fecha; lo anterior a ella conserva a quien firmó entonces."}}</span></p>
<div class="grid">
<section class="card c5" aria-labelledby="h-qu"><h2 id="h-qu">{{t "Quién la ha llevado"}}</h2><ol class="tl">
{{each x in v.terms}}
<li><strong>{{x.office}}</strong>{{if x.now}} <span class="pill ok">{{t "Ahora"}}</span>{{elif x.coming}} <span class="pill warn">{{t "La recibirá"}}</span>{{end}}<br><span class="small muted">{{if x.has_until}}{{day x.since}} – {{day x.until}}{{else}}{{t "desde"}} {{day x.since}}{{end}}{{if x.act}} · {{x.act}}{{end}}</span></li>
{{else}}
<li>{{t "Sin secretaría técnica registrada: la lleva el nivel federal."}}</li>
{{end}}
</ol></section>
<section class="card c7" aria-labelledby="h-re"><h2 id="h-re">{{t "En resumen"}}</h2><dl class="figures">
{{each g in v.groups}}<div><dt>{{g.title}}</dt><dd class="num">{{num g.count}}</dd></div>{{end}}
</dl></section>
{{each g in v.groups}}
<section class="card c12" aria-label="{{g.title}}"><h2>{{icon g.icon}} {{g.title}}</h2><ul class="list">
{{each x in g.lines}}
<li>{{if x.bad}}{{icon "circle-alert" "ic-bad"}}{{else}}{{icon g.icon}}{{end}}<div><div class="t"><a href="{{href x.href}}">{{x.title}}</a></div>{{if x.detail}}<div class="small muted">{{x.detail}}</div>{{end}}</div>{{if x.mark}}<span class="pill{{if x.bad}} bad{{end}}">{{x.mark}}</span>{{else}}<span></span>{{end}}</li>
{{else}}
<li>{{icon "circle-check" "ic-ok"}}<div>{{g.empty}}</div><span></span></li>
{{end}}
</ul>{{if g.more}}<p class="small muted">{{tn "y %s más" "y %s más" g.more}}</p>{{end}}</section>
{{end}}
</div>
<section class="printonly" aria-label="{{t "Firmas"}}"><div class="sign"><div>{{t "Entrega: nombre, cargo y firma"}}</div><div>{{t "Recibe: nombre, cargo y firma"}}</div></div><p class="small">{{t "Si una de las partes no firma, anote que es unilateral y por qué; después adjunte esta acta a la mesa."}}</p></section>
<div class="stack noprint"><p class="small muted">{{t "Al imprimir esta página sale como acta, con lugar para las dos firmas. Adjúntela aquí ya firmada: así queda registrado quién entregó y quién recibió."}}</p>
{{use documents_at v.documents}}</div>
