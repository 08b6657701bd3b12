{{view struct part_view "node/pages/roundtables.h"}}
<div class="head"><div><p class="crumbs"><a href="/mesas">{{t "Mesas"}}</a> › <a href="/mesas/{{url v.id}}">{{v.roundtable}}</a></p><h1>{{v.title}}</h1><p class="muted">{{v.intro}}</p></div></div>
{{if v.proposing}}<p class="note">{{icon "info" "lg"}}<span>{{t "La mesa es de otra oficina: esto le llegará como propuesta y ella decide."}}</span></p>{{end}}
<form class="stack narrow" method="post" action="{{href v.action}}">{{csrf}}
<section class="card" aria-label="{{v.title}}"><div class="asks">{{each a in v.asks}}{{use ask a}}{{end}}</div></section>
{{if v.more_n}}
<details class="card"{{if v.open}} open{{end}}><summary>{{v.more_title}}</summary><p class="small muted">{{v.more_note}}</p><div class="asks">{{each a in v.more}}{{use ask a}}{{end}}</div></details>
{{end}}
<div class="row"><button class="btn pri" type="submit">{{icon "save"}}{{v.verb}}</button><a class="btn" href="/mesas/{{url v.id}}">{{t "Volver sin guardar"}}</a></div>
{{draft v.action}}
{{if v.other}}<p class="small"><a href="{{href v.other}}">{{v.other_words}}</a></p>{{end}}
</form>
