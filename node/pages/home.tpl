{{view struct home_view "node/pages/home.h"}}
<div class="head"><div><h1>{{v.title}}</h1>{{if v.subtitle}}<p class="muted">{{v.subtitle}}</p>{{end}}</div></div>
{{use strip v.strip}}
{{if v.drafts_n}}
<section class="card" aria-labelledby="h-bo"><header><h2 id="h-bo">{{t "Continúe donde se quedó"}}</h2></header>
<ul class="list">
{{each d in v.drafts}}
<li>{{icon "pencil" "lg ic-info"}}<div><div class="t">{{d.title}}</div><div class="small muted">{{t "Borrador de"}} {{time d.at}}</div></div><div class="row">{{use draft_row d}}</div></li>
{{end}}
</ul></section>
{{end}}
<div class="grid">
<div class="card c3 kpi"><span class="l">{{icon "calendar-days"}}{{t "Próxima sesión"}}</span>
{{if v.next}}<span class="v">{{weekday v.next_day}}</span><span class="small muted">{{v.next_detail}}</span>
{{else}}<span class="v">—</span><span class="small muted">{{t "ninguna convocada"}}</span>{{end}}</div>
<div class="card c3 kpi"><span class="l">{{icon "handshake"}}{{t "Acuerdos abiertos"}}</span><span class="v num">{{num v.open}}</span><span class="small muted">{{tn "%s vence en los próximos 15 días" "%s vencen en los próximos 15 días" v.soon}}</span></div>
<div class="card c3 kpi{{if v.late}} alert{{end}}"><span class="l">{{icon "circle-alert"}}{{t "Acuerdos vencidos"}}</span><span class="v num">{{num v.late}}</span><span class="small muted">{{if v.late}}{{tn "el más antiguo, %s día" "el más antiguo, %s días" v.oldest}}{{else}}{{t "ninguno"}}{{end}}</span></div>
<div class="card c3 kpi"><span class="l">{{icon "triangle-alert"}}{{t "Brechas sin acuerdo"}}</span><span class="v num">{{num v.gaps}}</span><span class="small muted">{{tn "de %s registrada" "de %s registradas" v.gaps_all}}</span></div>

<section class="card c7" aria-labelledby="h-at"><header><h2 id="h-at">{{t "Requiere su atención"}}</h2></header>
<ul class="list">
{{each r in v.rows}}
<li><span class="ic-{{r.mood}}">{{icon r.icon "lg"}}</span><div><div class="t">{{r.title}}</div><div class="small muted">{{r.detail}}</div></div><a class="btn sm" href="{{href r.href}}">{{r.verb}}<span class="vh"> {{r.title}}</span></a></li>
{{else}}
<li>{{icon "circle-check" "lg ic-ok"}}<div>{{t "Nada vencido ni por revisar."}}</div><span></span></li>
{{end}}
</ul></section>

<section class="card c5" aria-labelledby="h-te"><header><h2 id="h-te">{{t "Avance por tema"}}</h2>
<span class="key"><span><svg viewBox="0 0 12 12" aria-hidden="true"><rect class="d" width="12" height="12"/></svg>{{t "cumplidos"}}</span><span><svg viewBox="0 0 12 12" aria-hidden="true"><rect class="o" width="12" height="12"/></svg>{{t "vencidos"}}</span><span><svg viewBox="0 0 12 12" aria-hidden="true"><rect class="t" width="12" height="12"/></svg>{{t "en curso"}}</span></span></header>
<div>
{{each x in v.themes}}
<div class="tema {{x.code}}"><span class="badge">{{icon x.icon "lg"}}</span><h3>{{x.name}}</h3><span class="small muted num">{{t "%s de %s" x.done x.all}}</span><svg class="meter {{x.code}}" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="{{x.label}}"><rect class="t" width="100" height="8"/><rect class="f" width="{{x.done_w}}" height="8"/><rect class="o" x="{{x.late_x}}" width="{{x.late_w}}" height="8"/></svg></div>
{{end}}
</div></section>

<section class="card c12" aria-labelledby="h-ul"><header><h2 id="h-ul">{{t "Últimos movimientos en esta computadora"}}</h2></header>
<ul class="list">
{{each m in v.moves}}
<li>{{if m.confirmed}}{{icon "cloud-check" "ic-ok"}}{{else}}{{icon "check" "ic-warn"}}{{end}}<div><div class="t">{{if m.href}}<a href="{{href m.href}}">{{m.title}}</a>{{else}}{{m.title}}{{end}}</div><div class="small muted">{{m.detail}}</div></div>{{if m.confirmed}}<span class="pill ok">{{icon "cloud-check"}}{{t "Confirmado"}}</span>{{else}}<span class="pill warn">{{icon "clock"}}{{t "Por enviar"}}</span>{{end}}</li>
{{else}}
<li>{{icon "info"}}<div>{{t "Todavía no se ha registrado nada aquí."}}</div><span></span></li>
{{end}}
</ul></section>
</div>
