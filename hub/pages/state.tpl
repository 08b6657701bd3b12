{{view struct state_view "hub/pages/states.h"}}
<div class="head"><div><p class="crumbs"><a href="/entidades">{{t "Entidades"}}</a> › {{v.code}}</p><h1>{{v.name}}</h1><p class="muted">{{tn "%s mesa" "%s mesas" v.mesas}} · {{tn "%s municipal" "%s municipales" v.municipal}}</p></div>
{{if v.space}}<div class="row noprint"><a class="btn" href="{{href v.space}}">{{icon "map"}}{{t "En el panorama"}}</a></div>{{end}}</div>
<section class="grid" aria-label="{{t "Cifras"}}">
<div class="card c3 kpi"><span class="l">{{icon "list"}}{{t "Acuerdos abiertos"}}</span><span class="v num">{{num v.open}}</span><span class="small"><a href="/acuerdos?entidad={{url v.code}}">{{t "de %s" v.total}}</a></span></div>
<div class="card c3 kpi{{if v.overdue}} alert{{end}}"><span class="l">{{icon "circle-alert"}}{{t "Acuerdos vencidos"}}</span><span class="v num">{{num v.overdue}}</span><span class="small"><a href="/acuerdos?entidad={{url v.code}}&amp;situacion=overdue">{{t "de %s abiertos" v.open}}</a></span></div>
<div class="card c3 kpi"><span class="l">{{icon "triangle-alert"}}{{t "Brechas abiertas"}}</span><span class="v num">{{num v.gaps}}</span><span class="small muted">{{t "de %s" v.gaps_total}}</span></div>
<div class="card c3 kpi"><span class="l">{{icon "git-merge"}}{{t "Disputas abiertas"}}</span><span class="v num">{{num v.disputes}}</span><span class="small muted">{{t "esperan una decisión"}}</span></div>
</section>
<div class="grid">
<section class="card c12 flush" aria-labelledby="h-me"><header><h2 id="h-me">{{t "Mesas"}}</h2></header><div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla: mesas"}}"><table><thead><tr><th scope="col">{{t "Mesa"}}</th><th scope="col">{{t "Estado"}}</th><th scope="col" class="n">{{t "Sesiones, 12 meses"}}</th><th scope="col" class="n">{{t "Abiertos"}}</th><th scope="col" class="n">{{t "Vencidos"}}</th><th scope="col">{{t "Avance"}}</th><th scope="col" class="n">{{t "Brechas"}}</th><th scope="col">{{t "De quién"}}</th></tr></thead><tbody>
{{each m in v.rows}}
<tr><th scope="row">{{m.name}}<br><span class="small muted">{{m.place}}</span></th><td>{{m.status}}</td><td class="n">{{num m.held}}</td><td class="n">{{num m.open}}</td><td class="n">{{if m.overdue}}<span class="pill bad">{{num m.overdue}}</span>{{else}}0{{end}}</td><td>{{if m.total}}<svg class="meter ic-ok" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true"><rect class="t" width="1000" height="8"/><rect class="f" width="{{m.kept}}" height="8"/><rect class="o" x="{{m.kept}}" width="{{m.late}}" height="8"/></svg><span class="small">{{t "%s de %s cumplidos" m.done m.total}}</span>{{else}}<span class="small muted">{{t "sin acuerdos"}}</span>{{end}}</td><td class="n">{{num m.gaps}}</td><td>{{if m.has_office}}<a href="{{href m.office_href}}">{{m.office}}</a><br><span class="pill {{m.fresh.mood}}">{{icon m.fresh.icon}}{{m.fresh.text}}</span>{{else}}{{m.office}}{{end}}</td></tr>
{{else}}
<tr><td colspan="8">{{t "No hay ninguna mesa en esta entidad."}}</td></tr>
{{end}}
</tbody></table></div></section>
<section class="card c6" aria-labelledby="h-ac"><h2 id="h-ac">{{t "Acuerdos por situación"}}</h2>
<ul class="bars">{{each c in v.counts}}<li class="tema"><strong>{{c.name}}</strong><span class="small muted num">{{t "%s de %s" c.n v.total}}</span><svg class="meter {{if c.good}}ic-ok{{else}}muted{{end}}" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true"><rect class="t" width="1000" height="8"/><rect class="{{if c.bad}}o{{else}}f{{end}}" width="{{c.per_mille}}" height="8"/></svg></li>{{else}}<li>{{t "Aún no hay acuerdos."}}</li>{{end}}</ul></section>
<section class="card c6" aria-labelledby="h-of"><h2 id="h-of">{{t "Oficinas que envían"}}</h2>
<ul class="list">{{each o in v.offices}}<li><span class="pill {{o.fresh.mood}}">{{icon o.fresh.icon}}{{o.fresh.text}}</span><div><div class="t"><a href="{{href o.href}}">{{o.name}}</a></div><div class="small muted">{{if o.through}}{{t "completo hasta"}} {{time o.through}}{{else}}{{t "nunca se ha sabido de ella"}}{{end}}{{if o.backlog}} · {{tn "%s por enviar" "%s por enviar" o.backlog}}{{end}}</div></div></li>{{else}}<li>{{t "Ninguna oficina envía de esta entidad."}}</li>{{end}}</ul></section>
</div>
<p class="note{{if v.whole}} ok{{end}}">{{if v.whole}}{{icon "circle-check" "lg"}}{{else}}{{icon "info" "lg"}}{{end}}<span>{{v.complete}}</span></p>
