{{view struct proposals_card "node/pages/proposals.h"}}
<header><h3>{{v.what}}: {{v.kind}} {{if v.href}}<a href="{{href v.href}}">{{v.name}}</a>{{else}}{{v.name}}{{end}}</h3>{{use mark v.outcome}}</header>
<p class="small muted">{{v.office}} · {{v.who}}</p>
{{if v.late}}<p class="small">{{t "Se escribió antes de saberse que la mesa había cambiado de oficina."}}</p>{{end}}
<dl class="fields">{{each c in v.changes}}<div><dt>{{c.label}}</dt><dd>{{each w in c.words}}{{if w.gone}}<del>{{lines w.s}}</del>{{elif w.fresh}}<ins>{{lines w.s}}</ins>{{else}}{{lines w.s}}{{end}}{{end}}</dd></div>{{end}}</dl>
