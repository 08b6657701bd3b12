{{view struct orphans_view "node/pages/institutions.h"}}
<div class="head"><div><p class="crumbs"><a href="/instituciones">{{t "Instituciones"}}</a> › {{t "Sin responsable vigente"}}</p><h1>{{t "Sin responsable vigente"}}</h1><p class="muted">{{t "Acuerdos abiertos de sus mesas cuya institución responsable ya no existe con ese nombre. Nada se cambia solo: usted elige quién sigue."}}</p></div></div>
<section class="card" aria-label="{{t "Acuerdos sin responsable vigente"}}"><ul class="list">
{{each u in v.uses}}{{use use u}}{{else}}<li>{{icon "circle-check" "ic-ok"}}<div>{{t "Todos los acuerdos abiertos tienen una responsable vigente."}}</div><span></span></li>{{end}}
</ul></section>
