{{view struct records_view "node/pages/records.h"}}
<div class="head"><div><p class="crumbs"><a href="/registros">{{t "Registros"}}</a> › <a href="/registros/{{url v.kind_name}}">{{v.kind}}</a></p><h1>{{v.title}}</h1>
<p class="row">{{if v.confirmed}}<span class="pill ok">{{icon "cloud-check"}}{{t "Confirmado"}}</span>{{else}}<span class="pill warn">{{icon "clock"}}{{t "Por enviar"}}</span>{{end}}
{{if !v.live}}<span class="pill bad">{{icon "archive"}}{{v.life}}</span>{{end}}
{{if v.disputes}}<span class="pill info">{{icon "git-merge"}}{{t "En disputa"}}</span>{{end}}</p></div>
<div class="row">{{if v.history}}<a class="btn" href="/registro/{{url v.id}}">{{icon "file-text"}}{{t "Ver el registro"}}</a>{{else}}<a class="btn" href="/registro/{{url v.id}}/historia">{{icon "history"}}{{t "Historia"}}</a>{{end}}</div></div>
{{if v.history}}
<section class="card c12" aria-labelledby="h-hi"><h2 id="h-hi">{{t "Historia"}}</h2><ol class="tl">
{{each x in v.told}}<li>{{use told x}}</li>{{end}}
</ol></section>
{{else}}
<section class="card c12" aria-label="{{v.title}}"><dl class="fields">
{{each f in v.fields}}
<div><dt>{{f.label}}{{if f.disputed}} <span class="pill info">{{icon "git-merge"}}{{t "En disputa"}}</span>{{end}}</dt><dd>{{if f.href}}<a href="{{href f.href}}">{{f.value}}</a>{{elif f.lines}}{{lines f.value}}{{else}}{{f.value}}{{end}}</dd></div>
{{else}}
<div><dt>{{t "Sin datos"}}</dt><dd>—</dd></div>
{{end}}
</dl></section>
{{end}}
