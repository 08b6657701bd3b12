{{view struct deals_view "hub/pages/deals.h"}}
<div class="head"><div><h1>{{t "Acuerdos"}}</h1><p class="muted">{{t "Los que vencen antes van primero: %s de %s" v.found v.total}}</p></div></div>
<nav aria-label="{{t "Filtros por situación"}}"><ul class="chips">{{each c in v.shown}}<li><a href="{{href c.href}}"{{if c.on}} aria-current="true"{{end}}>{{c.text}} ({{num c.n}})</a></li>{{end}}</ul></nav>
<nav aria-label="{{t "Filtros por entidad"}}"><ul class="chips">{{each c in v.states}}<li><a href="{{href c.href}}"{{if c.on}} aria-current="true"{{end}}>{{c.text}} ({{num c.n}})</a></li>{{end}}</ul></nav>
<section class="card flush" aria-label="{{t "Acuerdos"}}"><div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla: acuerdos"}}"><table><thead><tr><th scope="col">{{t "Folio"}}</th><th scope="col">{{t "Acuerdo"}}</th><th scope="col">{{t "Entidad"}}</th><th scope="col">{{t "Tema"}}</th><th scope="col">{{t "Responsable"}}</th><th scope="col">{{t "Fecha límite"}}</th><th scope="col">{{t "Situación"}}</th></tr></thead><tbody>
{{each r in v.rows}}
<tr><th scope="row">{{if r.folio}}{{r.folio}}{{else}}—{{end}}</th><td>{{r.text}}</td><td>{{if r.state_href}}<a href="{{href r.state_href}}">{{r.state}}</a>{{else}}{{r.state}}{{end}}</td><td>{{r.theme}}</td><td>{{r.responsible}}</td><td>{{if r.has_due}}{{day r.due}}{{else}}—{{end}}</td><td><span class="pill {{r.mood}}">{{r.shown}}</span>{{if r.late}}<br><span class="small muted">{{tn "%s día" "%s días" r.late}}</span>{{end}}</td></tr>
{{else}}
<tr><td colspan="7">{{t "No hay ningún acuerdo así."}}</td></tr>
{{end}}
</tbody></table></div></section>
<nav class="row" aria-label="{{t "Páginas"}}"><span class="small muted">{{t "%s a %s de %s" v.first v.last v.found}}</span>{{if v.before}}<a class="btn sm" rel="prev" href="{{href v.before}}">{{icon "arrow-left"}}{{t "Anteriores"}}</a>{{end}}{{if v.after}}<a class="btn sm" rel="next" href="{{href v.after}}">{{t "Siguientes"}}{{icon "arrow-right"}}</a>{{end}}</nav>
<p class="note">{{icon "info" "lg"}}<span>{{v.complete}}</span></p>
