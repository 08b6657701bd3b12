{{view struct deals_view "hub/pages/deals.h"}}
<div class="head"><div><h1>{{t "Acuerdos"}}</h1><p class="muted">{{t "Los que vencen antes van primero: %s de %s" v.pager.found v.total}}</p></div></div>
{{use chips v.shown}}
{{use chips v.states}}
<section class="card flush" aria-label="{{t "Acuerdos"}}"><div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla: acuerdos"}}"><table><thead><tr><th scope="col">{{t "Folio"}}</th><th scope="col">{{t "Acuerdo"}}</th><th scope="col">{{t "Entidad"}}</th><th scope="col">{{t "Tema"}}</th><th scope="col">{{t "Responsable"}}</th><th scope="col">{{t "Fecha límite"}}</th><th scope="col">{{t "Situación"}}</th></tr></thead><tbody>
{{each r in v.rows}}
<tr><th scope="row">{{if r.folio}}{{r.folio}}{{else}}—{{end}}</th><td>{{r.text}}</td><td>{{if r.state_href}}<a href="{{href r.state_href}}">{{r.state}}</a>{{else}}{{r.state}}{{end}}</td><td>{{r.theme}}</td><td>{{r.responsible}}</td><td>{{if r.has_due}}{{day r.due}}{{else}}—{{end}}</td><td><span class="pill {{r.look.mood}}">{{icon r.look.icon}}{{r.shown}}</span>{{if r.late}}<br><span class="small muted">{{tn "%s día" "%s días" r.late}}</span>{{end}}</td></tr>
{{else}}
<tr><td colspan="7">{{t "No hay ningún acuerdo así."}}</td></tr>
{{end}}
</tbody></table></div></section>
{{use pager v.pager}}
<p class="note">{{icon "info" "lg"}}<span>{{v.complete}}</span></p>
