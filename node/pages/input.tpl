{{view struct input "node/pages/inputs.h"}}
{{if v.kind == INPUT_BOXES}}
{{if v.options_n}}
<fieldset><legend>{{v.label}}</legend>{{if v.hint}}<span class="hint small muted">{{v.hint}}</span>{{end}}
{{each o in v.options}}<label class="row"><input type="checkbox" name="{{v.name}}" value="{{o.value}}"{{if o.on}} checked{{end}}>{{o.text}}</label>{{end}}</fieldset>
{{else}}<p class="small muted">{{v.label}}: {{v.hint}}</p>{{end}}
{{else}}
<div class="f"><label for="{{v.id}}">{{v.label}}{{if !v.required}} <span class="muted">{{t "(opcional)"}}</span>{{end}}</label>
{{if v.kind == INPUT_AREA}}<textarea id="{{v.id}}" name="{{v.name}}" maxlength="{{v.max}}"{{if v.hint}} aria-describedby="{{v.id}}-a"{{end}}{{if v.required}} required{{end}}>{{v.value}}</textarea>
{{elif v.kind == INPUT_CHOICE}}<select id="{{v.id}}" name="{{v.name}}"{{if v.hint}} aria-describedby="{{v.id}}-a"{{end}}{{if v.required}} required{{end}}>{{each o in v.options}}<option value="{{o.value}}"{{if o.on}} selected{{end}}>{{o.text}}</option>{{end}}</select>
{{elif v.kind == INPUT_DAY}}<input id="{{v.id}}" name="{{v.name}}" type="date" value="{{v.value}}"{{if v.hint}} aria-describedby="{{v.id}}-a"{{end}}{{if v.required}} required{{end}}>
{{elif v.kind == INPUT_NUMBER}}<input id="{{v.id}}" name="{{v.name}}" type="text" inputmode="numeric" value="{{v.value}}" maxlength="12"{{if v.hint}} aria-describedby="{{v.id}}-a"{{end}}{{if v.required}} required{{end}}>
{{else}}<input id="{{v.id}}" name="{{v.name}}" type="text" value="{{v.value}}" maxlength="{{v.max}}"{{if v.hint}} aria-describedby="{{v.id}}-a"{{end}}{{if v.required}} required{{end}}>{{end}}
{{if v.hint}}<span class="hint" id="{{v.id}}-a">{{v.hint}}</span>{{end}}</div>
{{end}}
