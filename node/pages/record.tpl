{{view struct records_view "node/pages/records.h"}}
<div class="head"><div><p class="crumbs"><a href="/registros">{{t "Registros"}}</a> › <a href="/registros/{{url v.kind_name}}">{{v.kind}}</a></p><h1>{{v.title}}</h1>
<p class="row">{{if v.confirmed}}<span class="pill ok">{{icon "cloud-check"}}{{t "Confirmado"}}</span>{{else}}<span class="pill warn">{{icon "clock"}}{{t "Por enviar"}}</span>{{end}}
{{if !v.live}}<span class="pill bad">{{icon "archive"}}{{v.life}}</span>{{end}}
{{if v.disputes}}<a class="pill info" href="/conflictos/{{url v.id}}">{{icon "git-merge"}}{{t "En disputa"}}</a>{{end}}</p></div>
<div class="row">{{if v.screen}}<a class="btn" href="{{href v.screen}}">{{icon "arrow-right"}}{{t "Abrir en su pantalla"}}</a>{{end}}{{if v.history}}<a class="btn" href="/registro/{{url v.id}}">{{icon "file-text"}}{{t "Ver el registro"}}</a>{{else}}<a class="btn" href="/registro/{{url v.id}}/historia">{{icon "history"}}{{t "Historia"}}</a>{{end}}</div></div>
{{if v.history}}
<section class="card" aria-labelledby="h-hi"><header><h2 id="h-hi">{{t "Historia"}}</h2><p class="row">{{tn "%s cambio" "%s cambios" v.told_n}}{{if v.merged}}<span class="pill ok">{{icon "git-merge"}}{{tn "%s se unió solo" "%s se unieron solos" v.merged}}</span>{{end}}{{if v.disputed}}<span class="pill info">{{icon "git-merge"}}{{tn "%s en disputa" "%s en disputa" v.disputed}}</span>{{end}}</p></header><ol class="tl">
{{each x in v.told}}<li>{{use told x}}</li>{{end}}
</ol></section>
{{else}}
<section class="card" aria-label="{{v.title}}"><dl class="fields">
{{each f in v.fields}}
<div><dt>{{f.label}}{{if f.disputed}} <span class="pill info">{{icon "git-merge"}}{{t "En disputa"}}</span>{{end}}</dt><dd>{{if f.href}}<a href="{{href f.href}}">{{f.value}}</a>{{elif f.lines}}{{lines f.value}}{{else}}{{f.value}}{{end}}</dd></div>
{{else}}
<div><dt>{{t "Sin datos"}}</dt><dd>—</dd></div>
{{end}}
</dl></section>
{{use documents_at v.documents}}
{{if v.voidable}}
{{if v.live}}
<details class="card narrow"><summary>{{t "Anular este registro"}}</summary><p class="small muted">{{t "Para lo que se registró por error. No se borra: queda marcado, con su motivo, y se puede recuperar."}}</p><form class="stack" method="post" action="/registro/{{url v.id}}/anular">{{csrf}}<div class="f"><label for="motivo">{{t "Por qué se anula"}}</label><input type="text" id="motivo" name="motivo" value="{{v.reason}}" required maxlength="500" autocomplete="off"></div><div class="row"><button class="btn" type="submit">{{icon "archive"}}{{t "Anular"}}</button></div></form></details>
{{elif v.voided}}
<section class="card narrow" aria-labelledby="h-rc"><h2 id="h-rc">{{t "Recuperar este registro"}}</h2><form class="stack" method="post" action="/registro/{{url v.id}}/recuperar">{{csrf}}<div class="f"><label for="motivo">{{t "Por qué se recupera"}}</label><input type="text" id="motivo" name="motivo" value="{{v.reason}}" required maxlength="500" autocomplete="off"></div><div class="row"><button class="btn pri" type="submit">{{icon "undo-2"}}{{t "Recuperar"}}</button></div></form></section>
{{end}}
{{end}}
{{end}}
