{{view struct dispute_field "node/pages/dispute.h"}}
<fieldset><legend>{{v.label}}</legend>
<p class="small muted">{{if v.kind}}<strong>{{v.kind}}</strong> · {{end}}{{if v.life}}{{else}}{{if v.base}}{{t "Antes decía:"}} {{lines v.base}}{{else}}{{t "Antes estaba vacío."}}{{end}}{{end}}</p>
<div class="cmp">
{{each x in v.values}}
<label class="opt" for="{{x.id}}"><input type="radio" id="{{x.id}}" name="{{v.name}}" value="{{x.code}}"{{if x.on}} checked{{end}}><span>{{if x.empty}}<span class="muted">{{t "(vacío)"}}</span>{{end}}{{each w in x.words}}{{if w.gone}}<del>{{lines w.s}}</del>{{elif w.fresh}}<ins>{{lines w.s}}</ins>{{else}}{{lines w.s}}{{end}}{{end}}</span><span class="meta">{{x.who}}</span></label>
{{end}}
{{if v.based}}{{if !v.life}}<label class="opt" for="{{v.base_id}}"><input type="radio" id="{{v.base_id}}" name="{{v.name}}" value="base"{{if v.base_on}} checked{{end}}><span>{{t "Dejarlo como estaba antes"}}</span><span class="meta">{{v.base_who}}</span></label>{{end}}{{end}}
</div>
{{if v.has_other}}<details{{if v.other_on}} open{{end}}><summary>{{t "Escribir otro valor"}}</summary><div class="stack"><label class="row"><input type="radio" name="{{v.name}}" value="otro"{{if v.other_on}} checked{{end}}>{{t "Usar este otro valor"}}<span class="vh">: {{v.label}}</span></label>{{use input v.other}}</div></details>{{end}}
{{if v.open}}{{if v.shown}}<p class="small muted">{{t "Mientras no se decide, se muestra: %s" v.shown}}</p>{{end}}{{end}}
</fieldset>
