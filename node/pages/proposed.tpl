{{view struct institution_form "node/pages/institutions.h"}}
<div class="head"><div><p class="crumbs"><a href="/instituciones">{{t "Instituciones"}}</a> › {{v.title}}</p><h1>{{v.title}}</h1><p class="muted">{{t "La puede usar desde hoy. El nivel federal la confirma o la une con una que ya existe; entonces aquí verá la pregunta de cuál usar."}}</p></div></div>
<form class="stack narrow" method="post" action="{{href v.action}}">{{csrf}}
<section class="card" aria-label="{{v.title}}"><div class="asks">{{each a in v.asks}}{{use ask a}}{{end}}</div></section>
<div class="row"><button class="btn pri" type="submit">{{icon "save"}}{{t "Guardar"}}</button><a class="btn" href="{{href v.back}}">{{t "Volver sin guardar"}}</a></div>
{{draft v.action}}
</form>
