{{view struct office_view "hub/pages/offices.h"}}
<div class="head"><div><p class="crumbs"><a href="/oficinas">{{t "Oficinas"}}</a> › {{v.is.code}}</p><h1>{{v.is.name}}</h1><p class="row"><span class="pill {{v.is.stands.mood}}">{{icon v.is.stands.icon}}{{v.is.stands.text}}</span>{{if v.is.disputes}}<span class="pill info">{{icon "git-merge"}}{{tn "%s disputa abierta" "%s disputas abiertas" v.is.disputes}}</span>{{end}}</p></div></div>
<div class="grid">
<section class="card c12 flush" aria-labelledby="h-eq"><header><h2 id="h-eq">{{t "Computadoras"}}</h2></header><div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla: computadoras"}}"><table><thead><tr><th scope="col">{{t "Computadora"}}</th><th scope="col">{{t "Estado"}}</th><th scope="col">{{t "Último contacto"}}</th><th scope="col">{{t "Cambios recibidos, 14 días"}}</th><th scope="col" class="n">{{t "Pendientes que anunció"}}</th><th scope="col">{{t "Versión"}}</th><th scope="col">{{t "Inscrita"}}</th><th scope="col" class="n">{{t "Certificado vence"}}</th></tr></thead><tbody>
{{each n in v.nodes}}
<tr><th scope="row">{{n.computer}}{{if n.letter}} ({{n.letter}}){{end}}<br><span class="small muted">{{n.print}}…</span></th><td><span class="pill {{n.mood}}">{{n.status}}</span></td><td>{{if n.heard}}{{time n.contact}}{{else}}{{t "nunca"}}{{end}}{{if n.skew}}<br><span class="small">{{icon "clock"}}{{t "reloj: %s s" n.skew}}</span>{{end}}</td><td>{{use office_chart n.chart}}</td><td class="n">{{if n.heard}}{{num n.backlog}}{{else}}?{{end}}</td><td>{{if n.software}}{{n.software}}{{else}}—{{end}}</td><td>{{time n.enrolled}}</td><td class="n">{{if !n.active}}—{{elif n.ending}}<span class="pill warn">{{tn "%s día" "%s días" n.certificate}}</span>{{else}}{{tn "%s día" "%s días" n.certificate}}{{end}}</td></tr>
{{else}}
<tr><td colspan="8">{{t "Ninguna computadora se ha inscrito: dele una invitación."}}</td></tr>
{{end}}
</tbody></table></div></section>
<section class="card c12 flush" aria-labelledby="h-es"><header><h2 id="h-es">{{t "Lo que recibe"}}</h2></header><div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla: lo que recibe"}}"><table><thead><tr><th scope="col">{{t "Espacio"}}</th><th scope="col">{{t "Desde"}}</th><th scope="col">{{t "Hasta"}}</th></tr></thead><tbody>
{{each s in v.spaces}}
<tr><th scope="row">{{if s.href}}<a href="{{href s.href}}">{{s.name}}</a>{{else}}{{s.name}}{{end}} <span class="small muted">{{s.code}}</span></th><td>{{time s.since}}</td><td>{{if s.until}}{{time s.until}}{{else}}—{{end}}</td></tr>
{{end}}
</tbody></table></div></section>
</div>
