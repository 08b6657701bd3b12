{{view struct minutes_view "node/pages/minutes.h"}}
<div class="head noprint"><div><p class="crumbs"><a href="/minutas">{{t "Minutas"}}</a> › <a href="{{href v.session_href}}">{{t "Sesión"}} {{v.session}}</a></p><h1>{{v.title}}</h1>
<p class="row"><span class="pill {{v.mood}}">{{v.status}}</span>{{if v.confirmed}}<span class="pill ok">{{icon "cloud-check"}}{{t "Confirmado"}}</span>{{else}}<span class="pill warn">{{icon "clock"}}{{t "Por enviar"}}</span>{{end}}{{if v.paper.amendments_n}}<span class="pill info">{{t "Contiene fe de erratas"}}</span>{{end}}</p></div>
<div class="row">{{if v.write}}{{if v.draft}}<a class="btn" href="/minutas/{{url v.id}}/editar">{{icon "pencil"}}{{t "Corregir el texto"}}</a>{{end}}{{end}}<a class="btn" href="{{href v.odt}}">{{icon "file-down"}}{{t "Descargar .odt"}}</a><span class="small muted">{{icon "printer"}} {{t "Imprima o guarde como PDF con Ctrl + P"}}</span></div></div>
{{if v.notice}}<div class="note noprint">{{icon "info"}}<div><p>{{v.notice}}</p><form method="post" action="/minutas/{{url v.id}}/actualizar">{{csrf}}<button class="btn sm" type="submit">{{icon "refresh-cw"}}{{t "Actualizar el borrador"}}</button> <span class="small muted">{{t "Lo que usted escribió se conserva."}}</span></form></div></div>{{end}}
<div class="grid noprint">
<section class="card c12" aria-labelledby="h-qs"><h2 id="h-qs">{{if v.sealed}}{{t "Aprobada"}}{{else}}{{t "Qué sigue"}}{{end}}</h2>
{{if v.sealed}}
<p>{{t "Aprobada el %s en la sesión %s." v.approved_on v.approved_in}} {{if v.same}}<span class="pill ok">{{icon "shield-check"}}{{t "El texto coincide con su huella"}}</span>{{else}}<span class="pill bad">{{icon "circle-alert"}}{{t "El texto no coincide con su huella"}}</span>{{end}}</p>
{{if v.decide}}
{{if v.may_sign}}<form class="stack" method="post" action="/minutas/{{url v.id}}/firmar">{{csrf}}<fieldset class="plain"><legend class="lbl">{{t "Quiénes firmaron"}}</legend>{{each o in v.signers}}<label class="row plain"><input type="checkbox" name="firma" value="{{o.value}}"{{if o.selected}} checked{{end}}>{{o.label}}</label>{{else}}<p class="small muted">{{t "La mesa no tiene designaciones vigentes."}}</p>{{end}}</fieldset><div class="row"><button class="btn" type="submit">{{icon "pencil"}}{{t "Anotar como firmada"}}</button></div></form>{{end}}
{{if v.may_publish}}<form method="post" action="/minutas/{{url v.id}}/estado">{{csrf}}<button class="btn" type="submit" name="estado" value="5">{{icon "globe"}}{{t "Anotar como publicada"}}</button></form>{{end}}
{{end}}
{{else}}
{{if v.write}}<div class="row">
{{if v.may_circulate}}<form method="post" action="/minutas/{{url v.id}}/estado">{{csrf}}<button class="btn" type="submit" name="estado" value="2">{{icon "upload"}}{{t "Enviada a revisión"}}</button></form>{{end}}
{{if v.may_withdraw}}<form method="post" action="/minutas/{{url v.id}}/estado">{{csrf}}<button class="btn" type="submit" name="estado" value="1">{{icon "undo-2"}}{{t "Volver a borrador"}}</button></form>{{end}}
</div>{{end}}
{{if v.decide}}<form class="grid" method="post" action="/minutas/{{url v.id}}/aprobar">{{csrf}}
<div class="f c6"><label for="sesion">{{t "Aprobada en la sesión"}}</label><select id="sesion" name="sesion"><option value="">{{t "(elija)"}}</option>{{each o in v.sessions}}<option value="{{o.value}}">{{o.label}}</option>{{end}}</select><span class="hint">{{t "Una minuta se aprueba en una sesión posterior que ya haya empezado."}}</span></div>
<div class="f c3"><label for="fecha">{{t "Fecha de aprobación"}}</label><input id="fecha" name="fecha" type="date" value="{{v.today}}" required></div>
<div class="f c3"><span class="lbl">{{t "Después ya no cambia"}}</span><button class="btn pri" type="submit">{{icon "lock"}}{{t "Aprobar la minuta"}}</button></div></form>{{end}}
{{end}}
</section>
{{if v.sealed}}
<section class="card c12" id="fe-de-erratas" aria-labelledby="h-fe"><h2 id="h-fe">{{t "Fe de erratas"}}</h2>
<ul class="list">
{{each a in v.amendments}}<li><span>{{icon "file-text"}}</span><div><div class="t">{{t "Fe de erratas %s" a.no}} {{if a.approved}}<span class="pill ok">{{t "Aprobada en %s" a.approved_in}}</span>{{else}}<span class="pill warn">{{t "Borrador"}}</span>{{end}}</div><p>{{lines a.text}}</p><p class="small muted">{{t "Motivo: %s" a.reason}}{{if a.author}} · {{a.author}}{{end}}</p>
{{if !a.approved}}{{if v.decide}}<form class="row" method="post" action="/minutas/{{url v.id}}/erratas/aprobar">{{csrf}}<input type="hidden" name="fe" value="{{a.id}}"><label class="vh" for="fs-{{a.id}}">{{t "Sesión que aprueba la fe de erratas %s" a.no}}</label><select class="auto" id="fs-{{a.id}}" name="sesion"><option value="">{{t "(elija la sesión)"}}</option>{{each o in v.sessions}}<option value="{{o.value}}">{{o.label}}</option>{{end}}</select><button class="btn sm" type="submit">{{icon "lock"}}{{t "Aprobar la fe de erratas %s" a.no}}</button><button class="btn sm" type="submit" formaction="/minutas/{{url v.id}}/erratas/descartar">{{icon "x"}}{{t "Descartar"}}<span class="vh"> {{t "la fe de erratas %s" a.no}}</span></button></form>{{end}}{{end}}</div><span></span></li>
{{else}}<li>{{icon "info"}}<span>{{t "No tiene ninguna."}}</span><span></span></li>{{end}}
</ul>
{{each x in v.held}}<div class="note">{{icon "git-merge"}}<div class="stack"><p><strong>{{t "Otra computadora escribió en esta minuta sin saber que ya estaba aprobada"}}</strong> · {{x.author}}</p><p class="wrap">{{lines x.text}}</p>
{{if v.decide}}<form class="stack" method="post" action="/minutas/{{url v.id}}/erratas/ajena">{{csrf}}<input type="hidden" name="propuesta" value="{{x.id}}"><div class="f"><label for="mo-{{x.id}}">{{t "Motivo"}}</label><input id="mo-{{x.id}}" name="motivo" type="text" maxlength="480" autocomplete="off"></div><div class="row"><button class="btn sm" type="submit" name="decision" value="tomar">{{icon "check"}}{{t "Tomarla como fe de erratas"}}</button><button class="btn sm" type="submit" name="decision" value="dejar">{{icon "x"}}{{t "Dejar la minuta como está"}}</button></div></form>{{end}}</div></div>{{end}}
{{if v.write}}<form class="stack" method="post" action="/minutas/{{url v.id}}/erratas">{{csrf}}
<div class="f"><label for="texto">{{t "Qué dice mal y qué debe decir"}}</label><textarea id="texto" name="texto" rows="3">{{v.text}}</textarea></div>
<div class="f"><label for="motivo">{{t "Motivo de la corrección"}}</label><input id="motivo" name="motivo" type="text" value="{{v.reason}}" maxlength="480" autocomplete="off"></div>
<div class="row"><button class="btn" type="submit">{{icon "plus"}}{{t "Agregar fe de erratas"}}</button></div></form>{{end}}
</section>
{{end}}
</div>
{{use minutes_paper v.paper}}
