{{view struct minutes_edit_view "node/pages/minutes.h"}}
<div class="head"><div><p class="crumbs"><a href="/minutas">{{t "Minutas"}}</a> › <a href="/minutas/{{url v.id}}">{{v.title}}</a></p><h1>{{t "Corregir el texto"}}</h1><p class="muted">{{t "Las tablas salen de lo registrado en la sesión: corríjalas allá y actualice el borrador."}}</p></div></div>
<form class="card" method="post" action="/minutas/{{url v.id}}/editar">{{csrf}}
{{each s in v.sections}}
{{if s.table}}<div class="f"><span class="lbl">{{s.head}}</span>{{use minutes_block s.block}}</div>
{{else}}<div class="f"><label for="s-{{s.no}}">{{if s.head}}{{s.head}}{{else}}{{t "Encabezado"}}{{end}}</label><input type="hidden" name="w-{{s.no}}" value="{{s.was}}"><textarea id="s-{{s.no}}" name="s-{{s.no}}" rows="5">{{s.text}}</textarea></div>{{end}}
{{end}}
<div class="row"><button class="btn pri" type="submit">{{icon "save"}}{{t "Guardar el texto"}}</button><a class="btn" href="/minutas/{{url v.id}}">{{t "No, volver"}}</a></div>
{{draft v.action}}</form>
