{{view struct minutes_paper "node/pages/minutes.h"}}
<article class="paper" lang="es-MX"><header><p class="small muted">{{v.mesa}}</p><h2>{{v.title}}</h2><p class="small">{{v.when}}</p></header>
{{each b in v.blocks}}{{use minutes_block b}}{{end}}
<div class="sign"><div>{{v.chair}}<br>{{if v.chair_of}}{{v.chair_of}}{{else}}Preside{{end}}</div><div>{{v.secretary}}<br>{{if v.secretary_of}}{{v.secretary_of}}{{else}}Secretaría técnica{{end}}</div></div>
{{each a in v.amendments}}<section class="annex"><h3>Fe de erratas {{a.no}}</h3><p>{{lines a.text}}</p><p class="small muted">Motivo: {{a.reason}}{{if a.author}} · {{a.author}}{{end}} · Aprobada en {{a.approved_in}}</p></section>{{end}}
<p class="small muted">{{v.foot}}{{if v.hash}} · huella {{v.hash}}{{end}}{{if v.amendments_n}} · {{if v.amendments_n == 1}}contiene 1 fe de erratas{{else}}contiene {{v.amendments_n}} fes de erratas{{end}}{{end}}</p></article>
