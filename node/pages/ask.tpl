{{view struct ask "node/pages/ask.h"}}
{{if v.kind == ASK_MANY}}
<fieldset class="boxes wide"><legend>{{v.label}}</legend>{{if v.hint}}<p class="hint small muted" id="{{v.name}}-pista">{{v.hint}}</p>{{end}}
{{each o in v.options}}<label class="row"><input type="checkbox" name="{{v.name}}" value="{{o.value}}"{{if o.chosen}} checked{{end}}>{{o.label}}</label>{{else}}<p class="small muted">{{t "Todavía no hay de dónde elegir."}}</p>{{end}}
</fieldset>
{{elif v.kind == ASK_CHECK}}
<div class="f"><label class="row" for="{{v.name}}"><input type="checkbox" id="{{v.name}}" name="{{v.name}}" value="1"{{if v.on}} checked{{end}}{{if v.about}} aria-describedby="{{v.about}}"{{end}}>{{v.label}}</label>
{{if v.hint}}<span class="hint" id="{{v.name}}-pista">{{v.hint}}</span>{{end}}{{if v.fault}}<span class="fault" id="{{v.name}}-falta">{{v.fault}}</span>{{end}}</div>
{{else}}
<div class="f{{if v.wide}} wide{{end}}"><label for="{{v.name}}">{{v.label}}{{if v.must}} <span class="need">({{t "obligatorio"}})</span>{{end}}</label>
{{if v.kind == ASK_AREA}}
<textarea id="{{v.name}}" name="{{v.name}}" rows="5"{{if v.must}}{{if !v.elsewhere}} required{{end}}{{end}}{{if v.about}} aria-describedby="{{v.about}}"{{end}}{{if v.fault}} aria-invalid="true"{{end}}>
{{v.value}}</textarea>
{{elif v.kind == ASK_SELECT}}
<select id="{{v.name}}" name="{{v.name}}"{{if v.must}}{{if !v.elsewhere}} required{{end}}{{end}}{{if v.about}} aria-describedby="{{v.about}}"{{end}}{{if v.fault}} aria-invalid="true"{{end}}>{{each o in v.options}}<option value="{{o.value}}"{{if o.chosen}} selected{{end}}>{{o.label}}</option>{{end}}</select>
{{elif v.kind == ASK_PICK}}
<input type="text" id="{{v.name}}" name="{{v.name}}" value="{{v.value}}" list="{{v.name}}-lista" autocomplete="off"{{if v.must}}{{if !v.elsewhere}} required{{end}}{{end}}{{if v.about}} aria-describedby="{{v.about}}"{{end}}{{if v.fault}} aria-invalid="true"{{end}}>
<datalist id="{{v.name}}-lista">{{each o in v.options}}<option value="{{o.value}}"></option>{{end}}</datalist>
{{else}}
<input type="{{v.type}}" id="{{v.name}}" name="{{v.name}}" value="{{v.value}}" autocomplete="off"{{if v.must}}{{if !v.elsewhere}} required{{end}}{{end}}{{if v.about}} aria-describedby="{{v.about}}"{{end}}{{if v.fault}} aria-invalid="true"{{end}}>
{{end}}
{{if v.hint}}<span class="hint" id="{{v.name}}-pista">{{v.hint}}</span>{{end}}{{if v.fault}}<span class="fault" id="{{v.name}}-falta">{{icon "circle-alert"}} {{v.fault}}</span>{{end}}
{{if v.question}}<fieldset class="asked"><legend>{{icon "circle-help"}} {{v.question}}</legend>{{each o in v.answers}}<label class="row"><input type="radio" name="{{v.answer}}" value="{{o.value}}" required{{if o.chosen}} checked{{end}}>{{o.label}}</label>{{end}}</fieldset>{{end}}
</div>
{{end}}
