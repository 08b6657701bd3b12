{{view struct session_view "node/pages/session.h"}}
<form id="sesion" class="stack" method="post" action="/sesiones/{{url v.id}}">{{csrf}}
<div class="head"><div><p class="crumbs"><a href="/sesiones">{{t "Sesiones"}}</a> › <a href="{{href v.mesa_href}}">{{v.mesa}}</a></p><h1>{{v.title}}</h1>
<p class="row"><span class="pill {{v.mood}}">{{v.status}}</span>{{if v.confirmed}}<span class="pill ok">{{icon "cloud-check"}}{{t "Confirmado"}}</span>{{else}}<span class="pill warn">{{icon "clock"}}{{t "Por enviar"}}</span>{{end}}<span class="small muted">{{v.folio}}</span></p></div>
<div class="row">
{{if v.write}}<button class="btn" type="submit" name="hacer" value="guardar:todo">{{icon "save"}}{{t "Guardar todo"}}</button>{{end}}
{{if v.minutes_href}}<a class="btn{{if v.done}} pri{{end}}" href="{{href v.minutes_href}}">{{icon "file-text"}}{{t "Ver la minuta"}}</a>{{end}}
{{if v.write}}{{if v.may_close}}<button class="btn pri" type="submit" name="hacer" value="cerrar">{{t "Cerrar la sesión y generar la minuta"}}</button>{{elif !v.minutes_href}}<button class="btn pri" type="submit" name="hacer" value="minuta">{{t "Generar la minuta"}}</button>{{end}}{{end}}
</div></div>
<div class="grid">
{{use session_data v}}
{{use session_side v}}
{{use session_seats v}}
{{use session_items v}}
<fieldset class="c12" id="brechas"{{if !v.write}} disabled{{end}}><legend>{{t "Brechas identificadas"}}</legend>
<p class="small muted">{{t "Describa el obstáculo, no a la persona. No escriba nombres, expedientes ni otros datos de personas refugiadas."}}</p>
{{each g in v.gaps}}
{{if g.fresh}}{{if v.write}}
<div class="grid entry">
<div class="f c6"><label for="gt-{{g.key}}">{{t "Brecha nueva"}}</label><input id="gt-{{g.key}}" name="gt-{{g.key}}" type="text" value="{{g.title}}" maxlength="480" autocomplete="off"></div>
<div class="f c2"><label for="gm-{{g.key}}">{{t "Tema"}}</label><select id="gm-{{g.key}}" name="gm-{{g.key}}">{{each o in g.themes}}<option value="{{o.value}}"{{if o.selected}} selected{{end}}>{{o.label}}</option>{{end}}</select></div>
<div class="f c2"><label for="gb-{{g.key}}">{{t "Barrera"}}</label><select id="gb-{{g.key}}" name="gb-{{g.key}}">{{each o in g.barriers}}<option value="{{o.value}}"{{if o.selected}} selected{{end}}>{{o.label}}</option>{{end}}</select></div>
<div class="f c2"><label for="gs-{{g.key}}">{{t "Severidad"}}</label><select id="gs-{{g.key}}" name="gs-{{g.key}}">{{each o in g.severities}}<option value="{{o.value}}"{{if o.selected}} selected{{end}}>{{o.label}}</option>{{end}}</select></div>
<div class="f c12"><label for="gd-{{g.key}}">{{t "Descripción"}}</label><textarea id="gd-{{g.key}}" name="gd-{{g.key}}" rows="2" class="short">{{g.description}}</textarea></div>
</div>{{end}}
{{else}}
<p class="entry"><a href="{{href g.href}}">{{g.folio}}</a> · {{g.title}} <span class="pill">{{g.theme}}</span></p>
{{end}}
{{end}}
{{if v.write}}<div class="row"><button class="btn sm" type="submit" name="hacer" value="guardar:brechas">{{icon "plus"}}{{t "Guardar y agregar otra brecha"}}</button></div>{{end}}
</fieldset>
<fieldset class="c12" id="acuerdos"{{if !v.write}} disabled{{end}}><legend>{{t "Acuerdos"}}</legend>
{{each d in v.deals}}{{use session_deal d}}{{end}}
{{if v.write}}<div class="row"><button class="btn sm" type="submit" name="hacer" value="guardar:acuerdos">{{icon "plus"}}{{t "Guardar y agregar otro acuerdo"}}</button><span class="small muted">{{t "Varias instituciones se separan con punto y coma."}}</span></div>{{end}}
</fieldset>
</div>
<datalist id="instituciones">{{each x in v.institutions}}<option value="{{x}}"></option>{{end}}</datalist>
{{if v.write}}<div class="row end"><button class="btn" type="submit" name="hacer" value="guardar:todo">{{icon "save"}}{{t "Guardar todo"}}</button></div>{{end}}
{{draft v.action}}</form>
