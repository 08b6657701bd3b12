{{view struct records_told "node/pages/records.h"}}
<p class="row"><strong>{{v.no}}. {{icon v.icon}} {{v.what}}</strong>{{if v.confirmed}}<span class="pill ok">{{icon "cloud-check"}}{{t "Confirmado"}}</span>{{else}}<span class="pill warn">{{icon "clock"}}{{t "Por confirmar"}}</span>{{end}}</p>
<p class="small muted">{{v.actor}} · {{v.where}} · {{time v.at}}</p>
{{if v.values_n}}<dl class="fields">{{each f in v.values}}<div><dt>{{f.label}}</dt><dd>{{if f.was}}<del><span class="vh">{{t "antes:"}} </span>{{f.was}}</del> {{icon "arrow-right"}} <ins><span class="vh">{{t "ahora:"}} </span>{{f.value}}</ins>{{else}}{{lines f.value}}{{end}}</dd></div>{{end}}</dl>{{end}}
{{if v.reason}}<p class="small">{{t "Motivo: %s" v.reason}}</p>{{end}}
{{if v.held}}<p class="small"><span class="pill info">{{icon "inbox"}}{{v.held}}</span></p>{{end}}
{{if v.merged}}<p class="small ic-ok">{{icon "git-merge"}} {{t "Fusión automática con el cambio %s" v.merged}}</p>{{end}}
{{if v.disputed}}<p class="small ic-info">{{icon "git-merge"}} {{t "En disputa con el cambio %s" v.disputed}}</p>{{end}}
