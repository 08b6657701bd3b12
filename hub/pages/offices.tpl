{{view struct offices_view "hub/pages/offices.h"}}
<div class="head"><div><h1>{{t "Oficinas y sincronización"}}</h1><p class="muted">{{t "Qué tan reciente es lo que se ve, oficina por oficina"}}</p></div>
<div class="row noprint"><a class="btn sm" href="/view/freshness.csv" download>{{icon "file-down"}}CSV</a><a class="btn sm" href="/view/freshness.json" download>{{icon "file-down"}}JSON</a></div></div>
{{use chips v.chips}}
<section class="card flush" aria-label="{{t "Oficinas"}}"><div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla: oficinas"}}"><table><thead><tr><th scope="col">{{t "Oficina"}}</th><th scope="col">{{t "Último contacto"}}</th><th scope="col">{{t "Completo hasta"}}</th><th scope="col">{{t "Cambios recibidos, 14 días"}}</th><th scope="col" class="n">{{t "Pendientes que anunció"}}</th><th scope="col">{{t "Versión"}}</th><th scope="col" class="n">{{t "Equipos"}}</th><th scope="col" class="n">{{t "Certificado vence"}}</th><th scope="col" class="n">{{t "Disputas"}}</th></tr></thead><tbody>
{{each r in v.rows}}
<tr><th scope="row"><a href="{{href r.href}}">{{r.name}}</a><br><span class="small muted">{{r.code}}</span></th><td><span class="pill {{r.stands.mood}}">{{icon r.stands.icon}}{{r.stands.text}}</span>{{if r.contact}}<br><span class="small muted">{{time r.contact}}</span>{{end}}{{if r.skew}}<br><span class="small">{{icon "clock"}}{{t "reloj: %s s" r.skew}}</span>{{end}}</td><td>{{if r.through}}{{time r.through}}{{else}}—{{end}}</td><td>{{use office_chart r.chart}}</td><td class="n">{{if r.heard}}{{num r.backlog}}{{else}}?{{end}}</td><td>{{if r.version}}{{r.version}}{{else}}—{{end}}</td><td class="n">{{num r.computers}}</td><td class="n">{{if r.certified}}{{if r.ending}}<span class="pill warn">{{tn "%s día" "%s días" r.certificate}}</span>{{else}}{{tn "%s día" "%s días" r.certificate}}{{end}}{{else}}—{{end}}</td><td class="n">{{num r.disputes}}</td></tr>
{{else}}
<tr><td colspan="9">{{t "No hay ninguna oficina así."}}</td></tr>
{{end}}
</tbody></table></div></section>
{{use pager v.pager}}
{{if v.complete}}<p class="note{{if v.whole}} ok{{end}}">{{if v.whole}}{{icon "circle-check" "lg"}}{{else}}{{icon "info" "lg"}}{{end}}<span>{{v.complete}}</span></p>{{end}}
