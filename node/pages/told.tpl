{{view struct records_told "node/pages/records.h"}}
<strong>{{v.no}}. {{v.what}}</strong> {{if v.confirmed}}<span class="pill ok">{{icon "cloud-check"}}{{t "Confirmado"}}</span>{{else}}<span class="pill warn">{{icon "clock"}}{{t "Por confirmar"}}</span>{{end}}<br>
<span class="small muted">{{v.actor}} · {{v.where}} · {{time v.at}}</span>
{{if v.values_n}}<dl class="fields">{{each f in v.values}}<div><dt>{{f.label}}</dt><dd>{{lines f.value}}</dd></div>{{end}}</dl>{{end}}
{{if v.reason}}<p class="small">{{t "Motivo: %s" v.reason}}</p>{{end}}
{{if v.held}}<p class="small">{{v.held}}</p>{{end}}
{{if v.merged}}<p class="small ic-ok">{{t "Fusión automática con el cambio %s" v.merged}}</p>{{end}}
{{if v.disputed}}<p class="small ic-info">{{t "En disputa con el cambio %s" v.disputed}}</p>{{end}}
